"""A scripted mail server for tests: IMAP, POP3, NNTP and SMTP on loopback. The scenario format is in scenario.py."""
