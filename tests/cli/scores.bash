# How good a model is.

# scores MODEL GOLD [OPTION...]: precision, recall and F1 in percent, and the calibration error
scores() {
    "$RELEASE" eval "$@" --json --quiet | python3 -c '
import json, sys
made = json.load(sys.stdin)
print(*(f"{100 * made[key]:.2f}" for key in ("precision", "recall", "f1")),
      format(made["calibration"]["expected_calibration_error"], ".4f"))'
}

# at_least NAME VALUE LEAST
at_least() {
    awk -v value="$2" -v least="$3" 'BEGIN { exit !(value >= least) }' || { echo "$1: $2, wanted at least $3"; return 1; }
}
