"""Judge commands of a shell without running what they would change: they must exist, and so must their options."""

import re
import shlex
import subprocess
import sys
import tomllib
from functools import cache
from importlib.util import find_spec
from pathlib import PurePath

from django.core.management import get_commands, load_command_class

from .pages import ROOT

ELSEWHERE = {
    *("apt-get", "curl", "dig", "docker", "git", "gunicorn", "journalctl", "nginx", "npm", "podman", "restic", "rsync"),
    *("cat", "cd", "chmod", "chown", "cp", "echo", "gzip", "ls", "mkdir", "mv", "rm", "tar", "test", "xargs", "sleep"),
    *("createdb", "createuser", "pg_dump", "pg_isready", "pg_restore", "psql", "sqlite3"),
    *("bash", "crontab", "export", "kill", "sh", "source", "su", "sudo", "supervisorctl", "systemctl"),
    *("pre-commit", "tox", "uv"),
}
"""Programs of other people: that they exist is known, what they do is theirs."""
CONTROL = {"do", "done", "else", "fi", "for", "if", "then", "while", "{", "}", "!", "time"}
OPERATORS = {"&&", "||", "|", ";", "&", "(", ")", "|&"}
REDIRECTIONS = {">", ">>", "<", "2>", ">&", "&>", "<<", "<<<"}
HEREDOC = re.compile(r"<<-?\s*['\"]?(\w+)['\"]?([^\n]*)\n.*?^\1$", re.DOTALL | re.MULTILINE)
ASSIGNMENT = re.compile(r"^\w+=")
PROMPT = re.compile(r"^[$#] ", re.MULTILINE)


def faults_of_shell(text):
    """Return what is wrong with a snippet of a shell."""
    text = PROMPT.sub("", text)
    parsed = subprocess.run(["bash", "-n"], input=text, capture_output=True, text=True, check=False)
    if parsed.returncode:
        return [parsed.stderr]
    return [fault for words in commands_in(text) for fault in faults_of_command(words)]


def commands_in(text):
    """Return each simple command of a snippet as its words."""
    text = HEREDOC.sub(r"\2", text).replace("\\\n", " ")
    found = []
    for line in text.splitlines():
        words = shlex.shlex(line, posix=True, punctuation_chars=True)
        words.whitespace_split = True
        current, skips = [], False
        for word in [*words, ";"]:
            if skips:
                skips = False
            elif word in REDIRECTIONS:
                skips = True
            elif word in OPERATORS:
                found.append(current)
                current = []
            else:
                current.append(word)
    return [words for words in map(_of_the_program, found) if words]


def _of_the_program(words):
    """Leave out what stands before the name of the program."""
    while words and (words[0] in CONTROL or ASSIGNMENT.match(words[0])):
        # The words of a loop are data.
        words = [] if words[0] == "for" else words[1:]
    return words


def faults_of_command(words):
    """Return what is wrong with one command."""
    program = PurePath(words[0]).name
    if re.fullmatch(r"python[\d.]*", program):
        return _faults_of_python(words[1:])
    if program == "manage.py":
        return _faults_of_management(words)
    if program == "pip":
        return _faults_of_pip(words[1:])
    return [] if program in ELSEWHERE else [f"nobody knows the program {program}: see tests/docs/shell.py"]


def _faults_of_python(words):
    if words[:1] == ["-c"]:
        ran = subprocess.run([sys.executable, *words], capture_output=True, text=True, check=False)
        return [ran.stderr] if ran.returncode else []
    if words[:1] == ["-m"]:
        return _faults_of_module(words[1], words[2:])
    script = next((word for word in words if word.endswith(".py")), "")
    if PurePath(script).name == "manage.py":
        return _faults_of_management(words[words.index(script) :])
    return [f"nobody knows what python does with {' '.join(words)}"]


def _faults_of_module(module, words):
    if module == "pip":
        return _faults_of_pip(words)
    if module == "django":
        return _faults_of_management(["manage.py", *words])
    if find_spec(module) is None:
        return [f"there is no module {module}"]
    if module.startswith(("wagtail_openbadges.", "tests.")) and _options(words):
        subcommand = words[:1] if module == "wagtail_openbadges.standard" else []
        known = _help(sys.executable, "-m", module, *subcommand)
        return [f"{module} has no {option}" for option in _options(words) if option not in known]
    return []


def _faults_of_management(words):
    script, name, *rest = words
    if script.startswith("example_project/") and name == "demo":
        known = (ROOT / "example_project" / "home" / "management" / "commands" / "demo.py").read_text()
    elif name in get_commands():
        app = get_commands()[name]
        command = load_command_class(app, name) if isinstance(app, str) else app
        known = command.create_parser(script, name)._option_string_actions
    else:
        return [f"there is no management command {name}"]
    return [f"{name} has no {option}" for option in _options(rest) if option not in known]


def _faults_of_pip(words):
    """The extras of the project that are asked for must be there."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    asked = [extra for word in words for extra in re.findall(r"(?:^\.|^wagtail-openbadges)\[([\w,]+)\]", word)]
    extras = {extra for names in asked for extra in names.split(",")}
    return [f"there is no extra {extra}" for extra in sorted(extras - set(project["optional-dependencies"]))]


def _options(words):
    return [word.partition("=")[0] for word in words if word.startswith("--") and word != "--"]


@cache
def _help(*command):
    ran = subprocess.run([*command, "--help"], capture_output=True, text=True, check=False, cwd=ROOT)
    return ran.stdout if ran.returncode == 0 else ""
