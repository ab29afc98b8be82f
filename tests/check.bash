# Tests that are commands one after the other, for scripts that need no bats.

passed=0
failed=0
skipped=0

# Runs a command, and says whether it was good. What it prints stays in the file $output until the next one.
check() { # name, command...
    local name=$1
    shift
    if "$@" >"$output" 2>&1; then
        echo "passed: $name"
        passed=$((passed + 1))
    else
        echo "FAILED: $name"
        sed 's/^/    /' "$output" | tail -50
        failed=$((failed + 1))
    fi
}

skip() { # name, why
    echo "skipped: $1 ($2)"
    skipped=$((skipped + 1))
}

# The counts; false if anything failed. The last thing that a script does.
end_checks() {
    echo "$passed passed, $failed failed$( ((skipped == 0)) || echo ", $skipped skipped")"
    ((failed == 0))
}
