"""What the portal knows: topics, publications, courses, Panel sessions, articles, the public glossary."""
