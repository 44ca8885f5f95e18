"""
Runs the tasks of a plan on Ray: `python driver.py FOLDER [options]`.

`label-review ray` puts this file into the job folder and submits it through Ray's Jobs API. Each task of plan.json is one
Ray task that runs `label-review work FOLDER --task ID`; it gets the results of the tasks that it needs as arguments, so Ray
starts it when they are done. A task whose output is whole ends at once, so all may be run again after anything.

What happens is printed as JSON, one object a line: `src/core/ray/driverLine.ts` has their forms.
"""
import argparse
import fcntl
import hashlib
import json
import os
import re
import shlex
import socket
import subprocess
import sys
import tempfile
import time

# Of a task that ends with an exit code; Ray itself repeats what was lost with a node or a worker.
TRIES = 3
LOST_RETRIES = 20
LEAST_NODE = (20, 9)
MEGABYTE = 1_000_000
# Node keeps to about so much memory where nobody tells it otherwise, or to less.
NODE_MEMORY_MB = 4000
# The end of a log in which is looked for why a program has ended.
LOG_BYTES = 65_536
COLOUR = re.compile("\x1b\\[[0-9;]*m")
# How many finished tasks are told of at a time, and how long Ray collects them.
BATCH = 100
BATCH_SECONDS = 2
# How often is asked how far running tasks are, and the share of all work that is worth telling of.
LOOK_SECONDS = 10
NEWS = 1 / 500

# Ends the processes of a task when the worker that has started it is gone, however that came: then nobody holds the other
# end of its standard input. An orphan, for a worker that ends kills its own children, and with them whoever watches. It reads
# the group of these processes, and a dot where they have ended by themselves.
WATCHER = """
import os, signal, sys, time
if os.fork(): os._exit(0)
group, _, end = sys.stdin.read().partition("\\n")
if end or not group: os._exit(0)
try:
    os.killpg(int(group), signal.SIGTERM)
    for _ in range(50):
        time.sleep(0.1)
        os.killpg(int(group), 0)
    os.killpg(int(group), signal.SIGKILL)
except ProcessLookupError: pass
"""
# Says its group to the watcher before it becomes the program, so that there is no moment in which nobody watches.
STARTER = 'echo $$ >&0; exec "$@" </dev/null'


def tell(kind, **fields):
    print(json.dumps({"type": kind, **fields}), flush=True)


# --- On a node -------------------------------------------------------------------------------------------------------


def lines_of(text):
    """The lines of a text that are not empty, without colours."""
    return [line.strip() for line in COLOUR.sub("", text).split("\n") if line.strip()]


def last_of(lines):
    return lines[-1] if lines else ""


def said_by(command):
    """The last line that a command prints and whether it ended well."""
    try:
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=300)
    except (OSError, subprocess.TimeoutExpired) as error:
        return (getattr(error, "strerror", None) or "no answer"), False
    is_well = done.returncode == 0
    # Warnings beside the answer are none.
    text = done.stdout if is_well else done.stdout + done.stderr
    return last_of(lines_of(text.decode("utf-8", "replace"))), is_well


def has_version(command, options, tried):
    """Whether a command is the program in the version of the plan; notes in `tried` what it is otherwise."""
    said, is_well = said_by([*command, "--version"])
    if is_well and said == options["version"]:
        return True
    tried.append("%s: %s" % (" ".join(command), "version %s" % said if is_well else said))
    return False


def has_node(tried):
    """Whether the Node on the PATH is one that the program runs on."""
    said, is_well = said_by(["node", "--version"])
    numbers = re.match(r"v(\d+)\.(\d+)", said)
    if is_well and numbers and tuple(map(int, numbers.groups())) >= LEAST_NODE:
        return True
    tried.append("node: %s" % said)
    return False


def install(options, tried):
    """Installs the package into a folder of this node, once for all tasks on it. Returns the program."""
    folder = os.path.join(os.path.expanduser("~"), ".cache", "label-review", "ray-" + options["version"])
    program = os.path.join(folder, "node_modules", ".bin", "label-review")
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, "lock"), "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not os.path.exists(program) or not has_version([program], options, []):
            said, is_well = said_by(["npm", "install", "--prefix", folder, "--no-audit", "--no-fund", options["install"]])
            if not is_well:
                tried.append("npm install %s: %s" % (options["install"], said))
                return None
    return [program] if has_version([program], options, tried) else None


def find_program(options, tried):
    """The command that runs the program on this node, or None: what --program says, else the PATH, else --install."""
    if options["program"] is not None:
        try:
            command = shlex.split(options["program"])
        except ValueError as error:
            tried.append("--program: %s" % error)
            return None
        return command if has_version(command, options, tried) else None
    if not has_node(tried):
        return None
    if has_version(["label-review"], options, tried):
        return ["label-review"]
    try:
        return None if options["install"] is None else install(options, tried)
    except OSError as error:
        tried.append("--install: %s" % error)
        return None


def logs_of(options):
    return os.path.join(options["folder"], "ray", "logs")


def try_to_write(folder):
    os.makedirs(folder, exist_ok=True)
    with tempfile.TemporaryFile(dir=folder) as file:
        file.write(b".")


def look_at_node(options):
    """What is missing on this node: the name of it and particulars; and the program, if nothing is."""
    try:
        with open(os.path.join(options["folder"], "plan.json"), "rb") as file:
            is_same = hashlib.sha256(file.read()).hexdigest() == options["plan"]
    except OSError as error:
        return {"problem": "no-folder", "detail": error.strerror or ""}
    if not is_same:
        return {"problem": "other-folder", "detail": ""}
    if not os.path.isdir(options["root"]):
        return {"problem": "no-dataset", "detail": options["root"]}
    try:
        try_to_write(options["folder"])
        try_to_write(logs_of(options))
    except OSError as error:
        return {"problem": "unwritable-folder", "detail": error.strerror or ""}
    tried = []
    program = find_program(options, tried)
    return {"problem": "no-program", "detail": "; ".join(tried)} if program is None else {"program": program}


def why_ended(code, file, began_at):
    """What a log says of the end of its program: a sentence, which a stack may follow, or else the last line."""
    with open(file, "rb") as log:
        log.seek(max(began_at, os.path.getsize(file) - LOG_BYTES))
        lines = lines_of(log.read().decode("utf-8", "replace"))
    sentences = [line for line in lines if line.startswith("label-review:") or "FATAL ERROR" in line]
    line = last_of(sentences or lines)
    if code >= 0:
        return line
    killed = "killed by signal %d" % -code
    return "%s (%s)" % (line, killed) if line else killed


def environment_for(memory_mb):
    """For a program: Node may use the memory that a large task has. What is set already comes last, and counts."""
    limit = "--max-old-space-size=%d" % memory_mb if memory_mb > NODE_MEMORY_MB else ""
    options = " ".join(filter(None, [limit, os.environ.get("NODE_OPTIONS")]))
    return {**os.environ, "NODE_OPTIONS": options}


def run_program(command, log, environment):
    """Runs a command to its end. Returns its exit code. Its processes do not outlive the worker that runs this."""
    watcher = subprocess.Popen(
        [sys.executable, "-I", "-S", "-c", WATCHER],
        stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )
    watcher.wait()  # From now on it is an orphan.
    try:
        program = subprocess.Popen(
            ["/bin/sh", "-c", STARTER, "sh", *command],
            stdin=watcher.stdin, stdout=log, stderr=subprocess.STDOUT, env=environment, start_new_session=True,
        )
        code = program.wait()
        watcher.stdin.write(b".")
        return code
    finally:
        watcher.stdin.close()


def run_task(task, memory_mb, options, *_needs):
    """A task of the plan, as Ray runs it on a node. Returns what the driver is to know."""
    began = time.time()
    about = {"task": task, "node": socket.gethostname()}
    found = look_at_node(options)
    if "problem" in found:
        return {**about, "unfit": found}
    file = os.path.join(logs_of(options), task + ".log")
    with open(file, "ab") as log:
        for attempt in range(TRIES):
            log.write(("--- %s on %s, process %d\n" % (task, about["node"], os.getpid())).encode())
            log.flush()
            began_at = log.tell()
            command = [*found["program"], "work", options["folder"], "--task", task, "--progress", "plain"]
            code = run_program(command, log, environment_for(memory_mb))
            if code == 0:
                return {**about, "seconds": time.time() - began}
    return {**about, "code": code, "line": why_ended(code, file, began_at), "log": file}


# --- The driver ------------------------------------------------------------------------------------------------------


def fits(node, cpus, memory_mb):
    has = node["Resources"]
    return node["Alive"] and has.get("CPU", 0) >= cpus and has.get("memory", 0) >= memory_mb * MEGABYTE


def wait_for_room(ray, tasks, wait_seconds):
    """Whether each task has a node that is big enough, which a cluster that grows by itself is given time for."""
    probe = ray.remote(lambda: None)
    demands = {}
    deadline = time.time() + wait_seconds
    sizes = {(task["memoryMb"], task["cpus"]): task["id"] for task in tasks}
    # The largest first: a node for it is big enough for smaller ones, too.
    for (memory_mb, cpus), task in sorted(sizes.items(), reverse=True):
        while not any(fits(node, cpus, memory_mb) for node in ray.nodes()):
            if time.time() > deadline:
                tell("too-small", task=task, cpus=cpus, memoryMb=memory_mb)
                return False
            if task not in demands:
                tell("waiting", cpus=cpus, memoryMb=memory_mb, seconds=wait_seconds)
                # A cluster grows for what is asked of it.
                demands[task] = probe.options(num_cpus=cpus, memory=memory_mb * MEGABYTE).remote()
            time.sleep(1)
    return True


def check_nodes(ray, tasks, options):
    """Whether every node that may get a task can run it; tells what each of the others lacks."""
    from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy

    least = min(task["cpus"] for task in tasks)
    nodes = [node for node in ray.nodes() if fits(node, least, 0)]
    look = ray.remote(look_at_node)
    looks = {
        node["NodeManagerAddress"] + " " + node["NodeID"][:6]: look.options(
            num_cpus=0, scheduling_strategy=NodeAffinitySchedulingStrategy(node["NodeID"], soft=False)
        ).remote(options)
        for node in nodes
    }
    are_fit = True
    for node, ref in looks.items():
        try:
            found = ray.get(ref)
        except ray.exceptions.RayTaskError:
            raise  # It is there, and what is wrong is in this file.
        except ray.exceptions.RayError:
            continue  # It went away meanwhile.
        if "problem" in found:
            are_fit = False
            tell("unfit", node=node, **found)
    tell("nodes", nodes=len(nodes), cpus=sum(node["Resources"]["CPU"] for node in nodes))
    return are_fit


def shares_done(folder):
    """How much of tasks that are running is done, 0 to 1, as their programs note it."""
    shares = {}
    notes = os.path.join(folder, "progress")
    for name in os.listdir(notes) if os.path.isdir(notes) else []:
        try:
            with open(os.path.join(notes, name), "rb") as file:
                shares[name.rsplit(".", 1)[0]] = json.load(file)["share01"]
        except (OSError, ValueError):
            pass  # It has ended, or something else is there.
    return shares


def run_tasks(ray, tasks, options):
    """Whether all tasks end well; the first that does not ends the others with the driver."""
    remote = ray.remote(run_task)
    images = {task["id"]: task["images"] for task in tasks}
    refs = {}
    for task in tasks:
        refs[task["id"]] = remote.options(
            name=task["id"], num_cpus=task["cpus"], memory=task["memoryMb"] * MEGABYTE, max_retries=LOST_RETRIES
        ).remote(task["id"], task["memoryMb"], options, *[refs[need] for need in task["needs"]])
    began = time.time()
    waiting = {ref: task for task, ref in refs.items()}
    work_done = told = looked = 0
    shares = {}

    def so_far():
        running = sum(images[task] * shares.get(task, 0) for task in waiting.values())
        return {"tasksDone": len(tasks) - len(waiting), "tasks": len(tasks), "done": round(work_done + running),
                "total": sum(images.values()), "secondsGone": time.time() - began}

    while waiting:
        ready, _ = ray.wait(list(waiting), num_returns=min(BATCH, len(waiting)), timeout=BATCH_SECONDS)
        if not ready and time.time() - looked >= LOOK_SECONDS:
            looked = time.time()
            shares = shares_done(options["folder"])
            now = so_far()
            if now["done"] - told > now["total"] * NEWS:
                told = now["done"]
                tell("running", **now)
        for ref in ready:
            task = waiting.pop(ref)
            try:
                result = ray.get(ref)
            except ray.exceptions.RayError as error:
                # Where a task has raised something, a stack is before it; what Ray says itself begins with what matters.
                lines = lines_of(str(error)) or [type(error).__name__]
                tell("lost", task=task, detail=lines[-1 if isinstance(error, ray.exceptions.RayTaskError) else 0])
                return False
            if "unfit" in result:
                tell("unfit", node=result["node"], **result["unfit"])
                return False
            if "code" in result:
                tell("failed", **result)
                return False
            work_done += images[task]
            now = so_far()
            told = now["done"]
            tell("task", **result, **now)
    return True


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("--program")
    parser.add_argument("--install")
    parser.add_argument("--wait", type=float, default=60)
    given = parser.parse_args()
    with open(os.path.join(given.folder, "plan.json"), "rb") as file:
        text = file.read()
    plan = json.loads(text)
    options = {
        "folder": os.path.abspath(given.folder), "root": plan["request"]["root"], "plan": hashlib.sha256(text).hexdigest(),
        "version": plan["version"], "program": given.program, "install": given.install,
    }
    import ray

    # What the tasks print is in their logs.
    ray.init(address="auto", log_to_driver=False)
    # Where other machines need not see the store, whoever has planned makes the run.
    tasks = [task for task in plan["tasks"] if not (plan["isMergedHere"] and task["id"] == "merge")]
    is_well = wait_for_room(ray, tasks, given.wait) and check_nodes(ray, tasks, options) and run_tasks(ray, tasks, options)
    tell("end", ok=is_well)
    return 0 if is_well else 1


if __name__ == "__main__":
    sys.exit(main())
