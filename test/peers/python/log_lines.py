"""Writes one line of each kind with Atlassian's toolkit: `log_lines.py KIND TEXT`. Kinds of the logger go to stderr, the others to stdout."""
import sys

from bitbucket_pipes_toolkit import fail, get_logger, success

kind, text = sys.argv[1:]
logger = get_logger()
logger.setLevel('DEBUG')
if kind == 'success':
    success(text, do_exit=False)
elif kind == 'fail':
    fail(text, do_exit=False)
else:
    getattr(logger, kind)(text)
