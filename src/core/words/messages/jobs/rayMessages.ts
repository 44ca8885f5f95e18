/** What keeps a plan from running on Ray: the address, the cluster, its nodes, a task. */
export const RAY_MESSAGES = {
  'ray-bad-address': "{address} is no address of Ray's dashboard; give it as http://HOST:8265.",
  'ray-bad-headers': 'The variable {variable} is no JSON object of headers and their values.',
  'ray-no-host': 'There is no machine called {host} in the network; check the address of the cluster.',
  'ray-no-answer':
    "Nothing answers at {address} ({code}); check the address, and that Ray's dashboard runs there.",
  'ray-no-http':
    "What answers at {address} is not Ray's dashboard; give its port, which is 8265 unless chosen otherwise, not that of Ray's clients (10001) or its control store (6379).",
  'ray-no-tls': 'What answers at {address} does not speak HTTPS; give the address with http://.',
  'ray-no-jobs':
    "There is no Ray Jobs API at {address}; give the address of Ray's dashboard, and install ray[default] on the cluster if that is missing.",
  'ray-refused':
    'The cluster at {address}, or a proxy before it, refuses you (HTTP {status}); put a token into RAY_AUTH_TOKEN, or headers into RAY_JOB_HEADERS.',
  'ray-bad-answer': 'The cluster at {address} answers HTTP {status}: {line}',
  'ray-too-old': 'The cluster at {address} runs Ray {version}; 2.9 or later is needed.',
  'ray-job-gone':
    'The cluster at {address} no longer knows the job {job}; run the command again to start it anew.',
  'ray-job-died': 'The job {job} has failed on the cluster: {line}',
  'ray-job-stopped': 'The job {job} was stopped on the cluster; run the command again to go on from there.',
  'ray-task-failed': 'The task {task} failed on {node}, each time it was tried: {line} (log: {log})',
  'ray-task-lost': 'Ray has given the task {task} up: {detail}',
  'ray-too-small':
    'No node of the cluster is big enough for the task {task}, which takes {cpus|# CPU|# CPUs} and {memoryMb} MB of memory.',
  'ray-waiting':
    'No node of the cluster has {cpus|# CPU|# CPUs} and {memoryMb} MB of memory yet; waiting for one for {seconds|# second|# seconds}.',
  'ray-nodes': 'Running on {nodes|# node|# nodes} with {cpus|# CPU|# CPUs}.',
  'ray-no-folder':
    'The node {node} cannot read the job folder {folder} ({detail}); put it on storage that all nodes see.',
  'ray-other-folder': 'The node {node} sees another plan in {folder}; put it on storage that all nodes see.',
  'ray-no-dataset': 'The node {node} does not see the dataset {root}; put it on storage that all nodes see.',
  'ray-unwritable-folder': 'The node {node} cannot write into the job folder {folder} ({detail}).',
  'ray-no-program': 'The node {node} has no Label Review {version} ({detail}).',
  'ray-nodes-unfit': 'The cluster cannot run the plan before that is mended.',
} as const;
