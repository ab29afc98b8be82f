#!/usr/bin/env bats
# Completion of commands and options, as the shells do it.
load helper

# Prints what bash completes a command line with; its last word is the one that is completed.
bash_completes() { # word...
    bash -c 'source <("$0" completion bash)
        COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
        _gaz
        printf "%s\n" "${COMPREPLY[@]}"' "$GAZ" "$@"
}

@test "bash completes commands, options and their words" {
    same "$(bash_completes gaz ha)" harvest
    same "$(bash_completes gaz tag --abb)" --abbreviations
    same "$(bash_completes gaz tag --scheme b | sort | xargs)" 'bare bioes'
    same "$(bash_completes gaz tag --scheme = b | sort | xargs)" 'bare bioes'
    same "$(bash_completes gaz tag --document = | sort | xargs)" 'file line'
    same "$(bash_completes gaz build -o x)" '' # a file, which the shell completes itself
    same "$(bash_completes gaz tag model)" ''
    same "$(bash_completes gaz completion --)" --help
}

# bats test_tags=long
@test "each option of each command is completed in bash, zsh and fish" {
    local command option shell count=0
    for shell in bash zsh fish; do "$GAZ" completion $shell >$shell; done
    for command in $("$GAZ" --help | sed -n 's/^  \([a-z][a-z]*\) .*/\1/p'); do
        for option in $("$GAZ" $command --help | grep -oE '^ +(-[a-zA-Z], )?--[a-z-]+' | grep -oE -e '--[a-z-]+'); do
            [[ " $(bash_completes gaz $command "$option" | xargs) " == *" $option "* ]]
            grep -qE "from $command'( -s .)? -l ${option#--}( |\$)" fish
            sed -n "/^    $command)/,/;;/p" zsh | grep -E -e "$option[=\['}]" >/dev/null
            count=$((count + 1))
        done
    done
    [ $count -gt 150 ]
}

@test "the words are those that the options take" {
    local line command option words count=0
    while IFS= read -r line; do
        [[ $line =~ ^\ *\'([a-z]+)\ (--[a-z-]+)\'.*words=\'([^\']+)\' ]] || continue
        command=${BASH_REMATCH[1]} option=${BASH_REMATCH[2]} words=${BASH_REMATCH[3]}
        case $option in --scope | --fold | --kernel) continue ;; esac # said in other ways
        run "$GAZ" $command "$option=nonsense"
        [ $status -eq 2 ]
        output=${output#*is one of } output=${output%, not *}
        same "$(tr ',' '\n' <<<"$output" | tr -d ' ' | sort)" "$(tr ' ' '\n' <<<"$words" | sort)"
        count=$((count + 1))
    done < <("$GAZ" completion bash)
    [ $count -ge 40 ] || { echo "$count"; return 1; }
}

@test "zsh and fish complete" {
    command -v zsh fish >/dev/null || skip "zsh or fish is absent: make deps-readers"
    "$GAZ" completion zsh >gaz.zsh
    "$GAZ" completion fish >gaz.fish
    zsh -n gaz.zsh
    timeout 30 zsh -f "$BATS_TEST_DIRNAME/zsh_completion.zsh" gaz.zsh 'gaz tag --scheme=b' | tr -d '\r' >shown
    same "$(cut -d: -f2 shown)" $'gaz tag --scheme=bare\ngaz tag --scheme=bioes\ngaz tag --scheme=bare'
    same "$(fish -c 'source gaz.fish; complete -C "gaz tag --scheme b"' | cut -f1 | xargs)" 'bare bioes'
    same "$(fish -c 'source gaz.fish; complete -C "gaz expl"' | cut -f1)" explain
}

@test "a shell that there is no completion for" {
    run "$GAZ" completion tcsh
    [ $status -eq 2 ]
    same "$output" 'gaz completion: the shell is bash, zsh or fish; see gaz completion --help'
    same "$("$GAZ" -V)" "$("$GAZ" --version)"
}

@test "help fits into 80 columns" {
    local command
    for command in '' $("$GAZ" --help | sed -n 's/^  \([a-z][a-z]*\) .*/\1/p'); do
        "$GAZ" $command --help >help
        [ -z "$(awk 'length > 80' help)" ] || { echo "$command"; awk 'length > 80' help; return 1; }
    done
}
