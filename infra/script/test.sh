# shellcheck shell=bash
# ./oversight test, for the script to read in: builds everything, and runs the test projects, two at a time where there are
# two cores.
# shellcheck disable=SC2154 # root and own are the script's

counted_at_once=(Story Web Browser Projections)  # by what start says
longest_first=(Cli Story Web Browser Projections Ledger Desk EmbeddedPostgres Proofs)  # the rest is short
results=$own/tests
browsers=(chromium-headless-shell chromium chromium-browser google-chrome google-chrome-stable)  # any of them will do
passed=0 failed=0 skipped=0
said_to_fail=()                                     # what was said where tests failed: the logs of their projects
building=0                                          # for how long it was built, in seconds
no_browser=                                         # what is said at the end when there is none to test in
declare -A under_way=() began=()                    # the projects that run, by process; when each began

# The closing line, and an exit code that agrees with it.
close_tests() {
    local line="$passed passed, $failed failed"
    ((${#said_to_fail[@]} == 0)) || repeat_failures "${said_to_fail[@]}"
    [[ -z $no_browser ]] || echo "$no_browser"
    echo "It took $(spell_time "$SECONDS"), $(spell_time "$building") of it to build."
    ((skipped == 0)) || line+=", $skipped skipped"
    echo "$line"
    if ((failed > 0 || passed == 0)); then
        exit 1
    fi
    exit 0
}

# repeat_failures LOG…: what failed and how each begins, which may stand thousands of lines above the end, where it is looked for.
repeat_failures() {
    echo "What failed:"
    # The runner begins it so, at the beginning of a line; a line without indentation is something else.
    awk '/^failed / { left = 12; ++tests }
        (/^[^ ]/ && !/^failed /) || /^ +(Standard output|In process file artifacts)/ { left = 0 }
        left > 0 && tests <= 10 { --left; print "  " substr($0, 1, 300) }
        END { if (tests > 10) print "  and " tests - 10 " more, told above." }' "$@"
}

# spell_time SECONDS: 7 min 5 s.
spell_time() {
    local minutes=$(($1 / 60))
    echo "$( ((minutes == 0)) || echo "$minutes min ")$(($1 % 60)) s"
}

# count ASSEMBLY-ELEMENT NAME: one count out of a result file.
count() {
    if [[ ! $1 =~ [[:space:]]$2=\"([0-9]+)\" ]]; then
        fail "the result file of a test project holds no count named '$2': $1"
    fi
    echo "${BASH_REMATCH[1]}"
}

# The test projects whose names hold one of the words given, or all of them, the longest first.
choose_projects() {
    local -A chosen=()
    local file name
    for file in "$root"/tests/*/*.Tests.csproj; do
        name=$(basename "$file" .csproj)
        if (($# == 0)) || [[ $name == *@($(IFS='|' && echo "$*"))* ]]; then
            chosen[$name]=1
        fi
    done
    for name in "${longest_first[@]/%/.Tests}"; do
        [[ -z ${chosen[Oversight.$name]:-} ]] || echo "Oversight.$name"
        unset "chosen[Oversight.$name]"
    done
    ((${#chosen[@]} == 0)) || printf '%s\n' "${!chosen[@]}" | LC_ALL=C sort
}

# install_packages WHY PACKAGE…: Debian's packages, where that may be done. What tests need and is not here they pass over, and say so;
# where changes are checked (CI) they fail.
install_packages() {
    local why=$1
    shift
    if ((EUID == 0)) && command -v apt-get >/dev/null; then
        echo "$why Installing Debian's package $* ..." >&2
        # Only what is needed: what Chromium recommends is a desktop's, and takes four times as long.
        (apt-get update; DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends "$@") \
            >"$own/$1.log" 2>&1 || true
    fi
}

# Databases are copied and thrown away by the hundred: in memory, where there is twice what they take (3 GB), the whole run
# takes an eighth less time than on a disk. TMPDIR says otherwise.
choose_folder() {
    local shared=/dev/shm left memory=0
    [[ -z ${TMPDIR:-} && -w $shared && $(stat --file-system --format=%T $shared) == tmpfs ]] || return 0
    # Of a run that was killed, and could not clear away.
    for left in "$shared"/oversight-test-*; do
        [[ ! -O $left || -d /proc/$(cut -d - -f 3 <<<"${left##*/}") ]] || rm -rf "$left"
    done
    memory=$(awk '$1 == "MemAvailable:" { print $2 }' /proc/meminfo)
    (($(df --output=avail $shared | tail -n 1) > 6000000 && memory > 8000000)) || return 0
    TMPDIR=$(mktemp -d "$shared/oversight-test-$$-XXXXXX")
    trap 'stop_compiler; rm -rf "$TMPDIR"' EXIT
    chmod 1777 "$TMPDIR"  # PostgreSQL has an account of its own
    export TMPDIR
    # The first of several projects shares the databases with which all begin: tests/Oversight.TestServer/DatabaseServer.cs.
    ((${#projects[@]} == 1)) || export OVERSIGHT_TEST_CLUSTER=$TMPDIR/cluster
}

# start NAME OPTION…: a project's tests, in the background; what they say is kept until they end.
start() {
    local name=$1 calls_are_counted_after=100
    shift
    rm -f "$results/$name.xml"
    [[ " ${counted_at_once[*]} " != *" $(cut -d . -f 2 <<<"$name") "* ]] || calls_are_counted_after=0
    # One that hangs fails by its name.
    [[ " $* " == *" --timeout "* ]] || set -- --timeout 20m "$@"
    # In the background Ctrl-C would be ignored, by the tests and by all that they start. What a test runs it runs a few times: to
    # profile it for being compiled once more costs a sixth to a quarter of the whole, and is never earned back; nor is compiling
    # once more, with all that can be done, what was called thirty times: what is called 768 times (300 in hexadecimal) is worth it.
    # Calls are counted once nothing new was compiled for a tenth of a second, a moment that hardly comes where something else is
    # done all the time: there they are counted from the beginning, which saves 4 to 9 in 100. To the others it brings nothing, and
    # what starts programs takes a tenth more with it.
    env --default-signal=INT,QUIT DOTNET_TieredPGO=0 DOTNET_TC_CallCountThreshold=300 \
        DOTNET_TC_CallCountingDelayMs="$(printf %x "$calls_are_counted_after")" \
        dotnet "$root/tests/$name/bin/Release/net10.0/$name.dll" --progress off --no-ansi --no-banner \
        --results-directory "$results" --report-xunit-xml --report-xunit-xml-filename "$name.xml" "$@" \
        >"$results/$name.log" 2>&1 &
    under_way[$!]=$name
    began[$name]=$SECONDS
    echo "-- under way: $(printf '%s\n' "${under_way[@]}" | LC_ALL=C sort | paste -sd ' ')"
}

# finish_one OPTIONS: waits for the project that ends first, prints what it said, and counts. OPTIONS: how many were given.
finish_one() {
    local ended='' code=0 name assembly good bad passed_over
    wait -n -p ended "${!under_way[@]}" || code=$?
    name=${under_way[$ended]}
    unset "under_way[$ended]"
    echo "== $name ($((SECONDS - began[$name])) s)"
    cat "$results/$name.log"
    # The counts come from the result file; a project that could not start or did not end writes none.
    assembly=$(grep -m 1 -o '<assembly [^>]*>' "$results/$name.xml" 2>/dev/null || true)
    if [[ -z $assembly ]]; then
        echo "$name did not run to its end (exit code $code)."
        failed=$((failed + 1))
        return
    fi
    good=$(count "$assembly" passed)
    bad=$(($(count "$assembly" failed) + $(count "$assembly" errors)))
    passed_over=$(count "$assembly" skipped)
    passed=$((passed + good))
    failed=$((failed + bad))
    skipped=$((skipped + passed_over))
    ((bad == 0)) || said_to_fail+=("$results/$name.log")
    if ((good + bad + passed_over == 0 && $1 == 0)); then
        echo "$name ran no test."
        failed=$((failed + 1))
    elif ((code != 0 && bad == 0 && !(code == 8 && good == 0))); then
        # 8: no test was run, which options can bring about.
        echo "$name ended with exit code $code, although no test failed."
        failed=$((failed + 1))
    fi
}

run_tests() {
    local names=() projects project program at_once=1 build_began built=0
    while (($# > 0)) && [[ $1 != -* ]]; do
        names+=("$1")
        shift
    done
    mapfile -t projects < <(choose_projects "${names[@]}")
    if ((${#projects[@]} == 0)); then
        echo "oversight: no project in tests/ has a name that holds ${names[*]}." >&2
        exit 2
    fi
    check_writable
    if [[ " ${projects[*]} " == *" Oversight.Browser.Tests "* ]]; then
        for program in chromium-headless-shell chromium; do  # Debian's without windows, or else the one that others have too
            command -v "${browsers[@]}" >/dev/null || install_packages "No Chromium is here to test in." "$program" fonts-liberation
        done
        command -v "${browsers[@]}" >/dev/null ||
            no_browser="Nothing was tested in a browser: there is none here. Install one: sudo apt-get install chromium"
    fi
    # Exports are checked by a program in Python too, which asks openssl; node comes with npm.
    if [[ " ${projects[*]} " == *" Oversight.Proofs.Tests "* ]]; then
        for program in python3 openssl; do
            command -v "$program" >/dev/null || install_packages "No $program is here to check exports with." "$program"
        done
    fi
    build_began=$SECONDS
    # The analyzers are ./oversight check's.
    build Oversight.sln "Building ..." -p:RunAnalyzers=false || built=$?
    building=$((SECONDS - build_began))
    if ((built != 0)); then
        echo "The build failed; no test was run."
        failed=1
        close_tests
    fi
    mkdir -p "$results"
    choose_folder
    (($(nproc) < 2)) || at_once=2
    trap 'wait; exit 130' INT
    trap 'kill "${!under_way[@]}"; wait; exit 143' TERM HUP
    for project in "${projects[@]}"; do
        ((${#under_way[@]} < at_once)) || finish_one $#
        start "$project" "$@"
    done
    while ((${#under_way[@]} > 0)); do
        finish_one $#
    done
    ((passed + failed > 0)) || echo "No test was run."
    close_tests
}
