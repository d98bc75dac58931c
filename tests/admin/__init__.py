"""The administration as editors meet it."""
