# What a pipe in Python pays before it does anything: the imports of Atlassian's toolkit, and one POST.
import os
import sys

import cerberus  # noqa: F401
import colorlog  # noqa: F401
import docker  # noqa: F401
import git  # noqa: F401
import requests
import yaml  # noqa: F401

if len(sys.argv) == 1:
    answer = requests.post(os.environ["URL"], headers={"Authorization": "Bearer x"}, timeout=30)
    sys.exit(0 if answer.json()["responseMeta"]["success"] else 1)
