"""The front of the portal: home page, standing pages, contact, link directory, site map."""
