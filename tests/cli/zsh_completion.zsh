# Prints what zsh makes of a line of gaz with one, two and three TABs: each completion, then the first again.
#
#   usage: zsh -f zsh_completion.zsh SCRIPT LINE
zmodload zsh/zpty

# Reads what the shell writes, up to a text.
expect() { # text
    local part shown=
    while [[ $shown != *$1* ]]; do
        zpty -r shell part || return 1
        shown+=$part
    done
    print -r -- "$shown"
}

zpty shell zsh -f -i
zpty -w shell "autoload -Uz compinit; compinit -u -d $(mktemp); source ${(q)1}; bindkey '^I' menu-complete
show() { zle -I; print -r -- 'li''ne:'\"\$BUFFER:\" }; zle -N show; bindkey '^T' show
zle-line-init() { zle -I; print rea''dy }; zle -N zle-line-init"
expect ready >/dev/null
zpty -w -n shell "$2"
for i in 1 2 3; do
    zpty -w -n shell $'\t\x14'
    expect line: | grep -a -o 'line:.*'
done
