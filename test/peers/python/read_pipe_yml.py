"""Prints what Atlassian's toolkit makes of pipe.yml, as JSON."""
import json

from bitbucket_pipes_toolkit import Pipe

pipe = Pipe(pipe_metadata_file='pipe.yml', schema={}, env={})
print(json.dumps({
    'image': pipe.metadata['image'],
    'name': pipe.get_pipe_name(),
    'communityLink': pipe.get_community_link(),
    'variables': [variable['name'] for variable in pipe.metadata['variables']],
}))
