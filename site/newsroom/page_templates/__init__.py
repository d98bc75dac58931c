"""Templates for new pages: those that come with the portal (`shipped`), those that managers keep, and filling a form from one."""
