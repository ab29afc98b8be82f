# Prints what zsh shows for a command line of gaz and the TAB key.
#
#   usage: zsh -f zsh_completion.zsh SCRIPT LINE
zmodload zsh/zpty
setopt extended_glob

# Reads what the shell writes, up to a text that fits a pattern.
expect() { # pattern
    local part shown=
    while [[ $shown != $~1 ]]; do
        zpty -r shell part || return 1
        shown+=$part
    done
    print -r -- "$shown"
}

zpty shell zsh -f -i
zpty -w shell "autoload -Uz compinit; compinit -u -d $(mktemp); source ${(q)1}
zle-line-init() { zle -I; print rea''dy }; zle -N zle-line-init"
expect '*ready*' >/dev/null
zpty -w -n shell "$2"$'\t\t'
zpty -w -n shell $'\x15print en\'\'d\n'
expect '*end*'
