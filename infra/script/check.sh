# shellcheck shell=bash
# ./oversight check, for the script to read in: formatting, and all that the analyzers find. What is built for it is not built again
# for ./oversight test, which does without them: they take two fifths of the compiler's time, and find the same whatever is run.
# shellcheck disable=SC2154 # root and home are the script's

run_check() {
    local found=0
    if (($# > 0)); then
        echo "oversight: check looks at everything, and takes no $1." >&2
        exit 2
    fi
    check_writable
    prepare_sdk
    if ! (cd "$root" && HOME=$home dotnet tool restore); then
        found=1
        echo "The formatting was not looked at: what looks at it (.config/dotnet-tools.json) could not be restored."
    elif ! (cd "$root" && HOME=$home dotnet csharpier check .); then
        found=1
        echo "The formatting is not in order (dotnet csharpier format . mends it)."
    fi
    build Oversight.sln "Building, with the analyzers ..." || found=1
    ((found)) || echo "Formatting and analyzers have nothing to say."
    exit "$found"
}
