"""What keeps the portal running: the task worker, housekeeping."""
