# Known words, one a line, first of its fields; -v given=WORD is none of them. Names the one that takes the fewest letters
# added, left out or changed, if it is near enough.
function least(a, b, c) {
    if (b < a) a = b
    return c < a ? c : a
}

function distance(a, b,    i, j, d) {
    for (i = 0; i <= length(a); i++) d[i, 0] = i
    for (j = 0; j <= length(b); j++) d[0, j] = j
    for (i = 1; i <= length(a); i++)
        for (j = 1; j <= length(b); j++)
            d[i, j] = least(d[i - 1, j] + 1, d[i, j - 1] + 1, d[i - 1, j - 1] + (substr(a, i, 1) != substr(b, j, 1)))
    return d[length(a), length(b)]
}

{
    far = distance(given, $1)
    if (NR == 1 || far < best) {
        best = far
        nearest = $1
    }
}

END {
    printf "oversight: \047%s\047 is no command; ", given
    print(best <= 2 && best < length(nearest) - 1 ? "did you mean " nearest "?" : "./oversight --help lists them.")
}
