"""People who sign in. Own app, since a user and an image model in one app end in a ring of migrations."""
