"""Screens and endpoints of the desk: parse, call a service, answer."""
