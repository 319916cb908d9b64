-- How often the directory has changed.
SELECT version FROM directory_version
