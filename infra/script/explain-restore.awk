# The output of a build; -v log_file=PATH is where it is. Says in one sentence what is wrong with the packages; says nothing
# when it was something else that failed.
!match($0, /error NU1[0-9]+: /) { next }

{
    code = substr($0, RSTART + 6, 6)
    text = substr($0, RSTART + RLENGTH)
    sub(/ \[\/.*\]$/, "", text)
    sub(/\.? *$/, "", text)
}

# NU1101: no such package; NU1102: no such version; NU1103: only pre-releases.
code ~ /NU110[123]/ && match(text, /package [^ ]+/) {
    name = substr(text, RSTART + 8, RLENGTH - 8)
    sub(/\.$/, "", name)
    if (match(text, /\([<>=\[( ]+[0-9][^ )\]]*/)) {
        version = substr(text, RSTART, RLENGTH)
        gsub(/[^0-9A-Za-z.+-]/, "", version)
        name = name " " version
    }
    if (!(name in nearest)) {
        nearest[name] = ""
        names[++count] = name
    }
    next
}

match(text, /Nearest version: [^ ]+/) {
    nearest[name] = " (nearest there: " substr(text, RSTART + 17, RLENGTH - 17) ")"
    next
}

# NU1301: the source does not answer; the lines that follow are indented and say why.
code == "NU1301" {
    if (text !~ /^ /) {
        if (source == "") source = text
    } else if (reason == "") {
        reason = text
        sub(/^ +/, "", reason)
    }
    next
}

code !~ /NU110[123]/ && other == "" { other = code ": " text }

END {
    log_file = "; the whole log is in " log_file
    feeds = " (dotnet nuget list source shows those in use)"
    if (source != "") {
        if (reason != "") source = source " (" reason ")"
        print source ": check the network, or name a package feed that can be reached from here" feeds log_file
    } else if (count > 0) {
        for (i = 1; i <= count; i++) list = list (i == 1 ? "" : i == count ? " and " : ", ") names[i] nearest[names[i]]
        print "the package feed has not got " list ": pin a version that it has in Directory.Packages.props, or name a feed that has it" feeds log_file
    } else if (other != "")
        print "the packages could not be restored: " other log_file
}
