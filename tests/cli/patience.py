"""How many seconds a test waits for what comes at once as a rule: a sanitizer on a busy machine is slow."""

PATIENCE = 60
