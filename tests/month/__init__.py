"""A month of work at the desk, played through the services, after which nothing may be lost and nothing leaked."""
