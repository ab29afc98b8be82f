"""Proves that a list of components is valid, and has every library that is linked or loaded.

usage: sbom.py LIST VERSION PROGRAM...
"""
import json
import pathlib
import re
import subprocess
import sys

path, version, *programs = sys.argv[1:]
bom = json.loads(pathlib.Path(path).read_text(encoding="utf-8"))
faults = []
components = bom["components"]
if (bom["bomFormat"], bom["specVersion"], bom["version"]) != ("CycloneDX", "1.5", 1):
    faults.append("it is not CycloneDX 1.5")
if bom["metadata"]["component"]["version"] != version:
    faults.append(f"it is not that of {version}")
if len({component["bom-ref"] for component in components}) != len(components):
    faults.append("a component is there twice")

files = {}
for component in components:
    properties = {entry["name"]: entry["value"] for entry in component["properties"]}
    files[properties.get("gaz:file", component["name"])] = properties["gaz:use"]
    if set(component) - {"type", "bom-ref", "name", "version", "scope", "licenses", "properties"}:
        faults.append(f"{component['name']} has unknown keys")
    if not re.match(r"\d+(\.\d+)*", component["version"]):
        faults.append(f"{component['name']} has no version: {component['version']!r}")
    if not component.get("licenses"):
        faults.append(f"{component['name']} has no licence")

for program in programs:
    linked = subprocess.run(["ldd", program], capture_output=True, text=True, check=True).stdout
    for line in linked.splitlines():
        file = pathlib.Path(line.split()[0]).name
        if "=>" in line and file not in files:
            faults.append(f"{program} is linked with {file}, which is not there")
    loaded = set(re.findall(rb"lib[a-z0-9]+\.so\.[0-9]+(?=\0)", pathlib.Path(program).read_bytes()))
    for file in {name.decode() for name in loaded} & {"libmicrohttpd.so.12", "libraptor2.so.0"}:
        if files.get(file) != "loaded":
            faults.append(f"{program} loads {file}, which is not there")
print("\n".join(faults) or f"passed: {len(components)} components")
sys.exit(bool(faults))
