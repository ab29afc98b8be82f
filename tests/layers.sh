#!/usr/bin/env bash
# Proves from includes and from the symbols of objects that every folder of src/ uses only what lies below it.
#
#   usage: layers.sh [DIR]    DIR holds src/, include/ and build/release/src/; the project itself if none is given
#
#   base < text < {document, model} < {match, format, lexicon} < {scan, learn} < {stream, eval, explain, suggest}
#   < grep < serve < {cli, python}
#
# A folder sees its own headers, those of lower folders, gaz.h and the system's. Of what gaz.h declares it uses only what
# it has itself and what lower folders have. Beyond that:
# - cli and python see gaz.h and their own headers only; but serve, which is a part of the command, is known to cli by
#   serve/serve.h;
# - match knows nothing of documents: a tagger of given tokens can be had without them;
# - match and scan do not see the builder: builder and matcher meet in the model file only;
# - each foreign library has one includer; that of libxml2 is a header, base/xml.h, and whoever includes it may call the
#   library: format and lexicon take XML apart. jansson belongs to the tests.
set -euo pipefail
export LC_ALL=C

tests=$(realpath "$(dirname "${BASH_SOURCE[0]}")")
cd "${1:-"$tests/.."}"

declare -A level=([base]=1 [text]=2 [document]=3 [model]=3 [match]=4 [format]=4 [lexicon]=4 [scan]=5 [learn]=5
    [stream]=6 [eval]=6 [explain]=6 [suggest]=6 [grep]=7 [serve]=8 [cli]=9 [python]=9)

violations=0
violation() { # file, line or symbol, text
    echo "$1:$2: $3"
    violations=$((violations + 1))
}

# Prints who may include a header of a foreign library; nothing for other headers.
library_user() { # header
    case ${1##*/} in
    xxhash.h | xxh3.h | xxh_*.h) echo src/base/hash.c ;;
    utf8proc.h) echo src/base/unicode.c ;;
    jansson.h | jansson_config.h) echo tests/unit/jansson.h ;;
    xmlreader.h | xmlstring.h | parser.h | tree.h) echo src/base/xml.h ;;
    zlib.h | zconf.h) echo src/base/packing_gzip.c ;;
    zstd.h | zstd_errors.h | zdict.h) echo src/base/packing_zstd.c ;;
    lzma.h) echo src/base/packing_xz.c ;;
    bzlib.h) echo src/base/packing_bzip2.c ;;
    lz4.h | lz4frame.h) echo src/base/packing_lz4.c ;;
    microhttpd.h) echo src/serve/http_library.h ;;
    esac
}

# Prints what is wrong with including the project's header src/$2 from folder $1, if anything is.
project_fault() { # folder, header
    local folder=$1 header=$2 other=${2%%/*}
    if [[ -z ${level[$other]:-} ]]; then
        echo "$header is in no layer"
    elif [[ $other == "$folder" ]]; then
        return
    elif [[ $folder == cli && $header == serve/serve.h ]]; then
        return
    elif [[ $folder == cli || $folder == python ]]; then
        echo "$folder sees gaz.h and its own headers only, not $header"
    elif ((level[$other] == level[$folder])); then
        echo "$folder and $other are strangers: $header"
    elif ((level[$other] > level[$folder])); then
        echo "$folder lies below $other: $header"
    elif [[ $folder == match && $other == document ]]; then
        echo "match knows nothing of documents: $header"
    elif [[ ($folder == match || $folder == scan) && $header == model/builder.h ]]; then
        echo "builder and matcher meet in the model file only: $header"
    fi
}

check_include() { # file, line, what follows #include
    local file=$1 line=$2 text=$3 folder header user fault
    folder=${file#src/}
    folder=${folder%%/*}
    if [[ $text =~ ^\"([^\"]+)\" || $text =~ ^\<([^\>]+)\> ]]; then
        header=${BASH_REMATCH[1]}
    else
        violation "$file" "$line" "an include that is no file name: $text"
        return
    fi
    user=$(library_user "$header")
    if [[ $header == /* || /$header/ == */../* || /$header/ == */./* ]]; then
        violation "$file" "$line" "a path that does not begin in src/: $header"
    elif [[ -n $user ]]; then
        [[ $file == "$user" ]] || violation "$file" "$line" "only $user includes $header"
    elif [[ $text == \"* && -e ${file%/*}/$header ]]; then
        return # the compiler looks beside the file first
    elif [[ -e src/$header ]]; then
        fault=$(project_fault "$folder" "$header")
    elif [[ $header =~ \.(css|js)\.h$ && -e src/${header%.h} ]]; then
        fault=$(project_fault "$folder" "$header") # made from it
    elif [[ $text == \"* && ! -e include/$header ]]; then
        fault="there is no $header"
    fi
    [[ -z ${fault:-} ]] || violation "$file" "$line" "$fault"
}

# Public functions are used from every folder above; the rules beyond that are about internal ones.
check_use() { # user, used, symbol
    local user=${1#src/} used=${2#src/} symbol=$3 folder other fault
    folder=${user%%/*}
    other=${used%%/*}
    if [[ $folder == "$other" ]]; then return; fi
    if [[ $symbol == gaz_* && ($folder == cli || $folder == python || ${level[$other]:-9} -lt ${level[$folder]:-0}) ]]; then return; fi
    fault=$(project_fault "$folder" "${used%c}h")
    [[ -z $fault ]] || violation "$1" "$symbol" "$fault"
}

files=0
while IFS= read -r file; do
    files=$((files + 1))
    folder=${file#src/}
    folder=${folder%%/*}
    if [[ -z ${level[$folder]:-} ]]; then
        violation "$file" 1 "is in no layer"
        continue
    fi
    while IFS=: read -r line text; do
        check_include "$file" "$line" "$text"
    done < <(sed -nE '/^[ \t]*#[ \t]*(include|include_next|import)\>/ { =; s/^[^"<A-Za-z]*[a-z_]+[ \t]*//p; }' "$file" |
        paste -d: - -)
done < <(find src -type f ! -path 'src/package/*' ! -name '*.awk' ! -name '*.md' ! -name '*.1' ! -name '*.in' ! -name '*.css' ! -name '*.js' ! -name '*.py' \
    ! -name '*.py[ci]' ! -name '*.toml' ! -name py.typed ! -path '*.egg-info/*' | sort)

if ((files == 0)); then
    echo "there are no files in src/"
    exit 1
fi

uses=$(bash "$tests/uses.sh" .)
while read -r user used symbol; do check_use "$user" "$used" "$symbol"; done <<<"$uses"

if ((violations)); then
    echo "layers: $files files, $violations wrong"
    exit 1
fi
echo "layers: $files files, good"
