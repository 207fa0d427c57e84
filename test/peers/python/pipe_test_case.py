"""Runs the image in Atlassian's PipeTestCase, which builds it by itself first, with Docker's classic builder. Prints a JSON object: each case with its exit code and log."""
import json
import os
import tempfile

import docker
from bitbucket_pipes_toolkit.test import PipeTestCase

CASES = json.loads(os.environ['CASES'])


class Cases(PipeTestCase):
    def run_case(self, environment):
        with tempfile.TemporaryDirectory() as clone:
            os.chmod(clone, 0o777)
            container = self.run_and_get_container(
                environment={'BITBUCKET_CLONE_DIR': clone, **environment},
                working_dir=clone,
                volumes={clone: {'bind': clone, 'mode': 'rw'}},
                network_mode='host',  # the emulator listens on loopback
            )
            try:
                code = container.wait()['StatusCode']
                log = container.logs().decode()
            finally:
                container.remove(force=True)
            files = sorted(
                os.path.relpath(os.path.join(folder, name), clone)
                for folder, _, names in os.walk(clone) for name in names)
        return {'exitCode': code, 'log': log, 'files': files}


# PipeTestCase gives its build no network. What it builds is in the engine's cache then, and so needs none.
docker.from_env().images.build(path='.', network_mode=os.environ['BUILD_NETWORK'], rm=True)
Cases.setUpClass()
cases = Cases()
try:
    print(json.dumps({name: cases.run_case(environment) for name, environment in CASES.items()}))
finally:
    Cases.docker_client.images.remove(Cases.image_tag, force=True)
