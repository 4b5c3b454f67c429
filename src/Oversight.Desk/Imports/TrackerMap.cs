namespace Oversight.Desk.Imports;

/// <summary>What the rows of a tracker are about.</summary>
public enum TrackerKind
{
    /// <summary>One organisation's segment from a date on.</summary>
    Segments,

    /// <summary>One criterion of an engagement.</summary>
    Criteria,

    /// <summary>One undertaking of a set.</summary>
    Undertakings,

    /// <summary>One organisation: that it exists or ended, and the system that it belongs to.</summary>
    Organisations,
}

/// <summary>A field that a tracker's row can say.</summary>
/// <param name="Name">Its name in a map.</param>
/// <param name="Says">What it is.</param>
/// <param name="Needed">True when every row has to say it, itself or by a default.</param>
public sealed record TrackerField(string Name, string Says, bool Needed = false)
{
    /// <summary>The heading of the register's own export, where that is another word; taken when no columns are named.</summary>
    public string? InExports { get; init; }

    private static readonly TrackerField[] OfDecision =
    [
        new("body", "Who decided, such as nhs-england-Y60", Needed: true),
        new("decided", "When it was decided; unknown when left out"),
        new("role", "The role in which it was decided"),
    ];

    /// <summary>The fields of a kind of tracker.</summary>
    public static IReadOnlyList<TrackerField> Of(TrackerKind kind) =>
        kind switch
        {
            TrackerKind.Segments =>
            [
                new("ods", "The organisation's ODS code", Needed: true),
                new("segment", "The segment's number", Needed: true),
                new("effective", "From when it holds, or the period", Needed: true),
                new("publication", "The publication that states it for a period; left out, it is an assignment"),
                new("label", "The label as printed, needed with a publication"),
                new("rationale", "Why"),
                .. OfDecision,
            ],
            TrackerKind.Criteria =>
            [
                new("engagement", "The engagement's id, such as qoc-2021", Needed: true),
                new("title", "What the engagement is called; needed when it is new"),
                new("members", "Its members' ODS codes; needed when it is new"),
                new("entered", "When it began; needed when it is new"),
                new("targetExit", "When it is meant to end"),
                new("purpose", "exit or transition; exit when left out"),
                new("agreed", "When its set of criteria came into force", Needed: true) { InExports = "inForceFrom" },
                new("reference", "The criterion's reference, such as EC1", Needed: true),
                new("theme", "Its theme", Needed: true),
                new("wording", "Its wording", Needed: true),
                new("measure", "By what it is measured"),
                new("threshold", "What has to be reached"),
                new("evidence", "The evidence wanted, items divided by semicolons or lines")
                {
                    InExports = "evidenceWanted",
                },
                new("owner", "Who has to bring it about: a role or a body, never a person's name"),
                new("due", "By when"),
                new("sustainedMonths", "For how many months it has to stay met"),
                new("dependsOn", "ODS codes of other organisations on which it depends"),
                new("concerns", "ODS codes of the members concerned; all when left out"),
                new("judgement", "How far it is met: not-met, partly-met, met, met-and-sustained"),
                new("judged", "When it was judged; needed with a judgement"),
                new("level", "Who judged: region or national; region when left out"),
                new("confidence", "low, medium or high"),
                new("reason", "Why it was judged so"),
                .. OfDecision,
            ],
            TrackerKind.Undertakings =>
            [
                new("set", "The id of the set, such as rxw-2023", Needed: true),
                new("ods", "The organisation that gave them", Needed: true),
                new("legalBasis", "The id of the legal basis, such as icb-undertakings", Needed: true),
                new("test", "reasonable-suspicion or satisfied; that of the legal basis when left out"),
                new("grounds", "The grounds, divided by semicolons or lines", Needed: true),
                new("accepted", "When they were accepted", Needed: true),
                new("address", "Where they are published"),
                new("withheldBecause", "Why they are not published"),
                new("reference", "The undertaking's number, such as 1.2", Needed: true),
                new("wording", "What is undertaken", Needed: true),
                new("due", "By when"),
                new("owner", "Who has to bring it about: a role or a body, never a person's name"),
                new("judgement", "not-complied, partly-complied or complied"),
                new("judged", "When it was judged; needed with a judgement"),
                new("reason", "Why it was judged so"),
                .. OfDecision,
            ],
            TrackerKind.Organisations =>
            [
                new("ods", "The organisation's ODS code", Needed: true),
                new("name", "Its official name", Needed: true),
                new("kind", "icb, nhs-trust or nhs-foundation-trust", Needed: true),
                new("region", "The region that oversees it, by its code such as Y60 or its name", Needed: true),
                new("opened", "From when it exists; unknown where that is not known", Needed: true)
                {
                    InExports = "established",
                },
                new("closed", "The last day on which it existed; empty where it has not ended"),
                new("otherNames", "Other names under which it is known, divided by semicolons or lines"),
                new("system", "The ODS code of the ICB whose system it belongs to; empty for an ICB"),
                new("systemFrom", "From when it belongs to that system; needed with a system"),
                .. OfDecision,
            ],
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No tracker is of this kind."),
        };
}

/// <summary>How the columns of a tracker are to be read.</summary>
public sealed record TrackerMap
{
    /// <summary>The heading of each field's column. Empty: every column whose heading is a field's name is taken.</summary>
    public IReadOnlyDictionary<string, string> Columns { get; init; } = new Dictionary<string, string>();

    /// <summary>How dates are written, such as dd/MM/yyyy, besides the forms that are always read.</summary>
    public string? Dates { get; init; }

    /// <summary>What a field says where there is no column, or its cell is empty.</summary>
    public IReadOnlyDictionary<string, string> Defaults { get; init; } = new Dictionary<string, string>();

    /// <summary>By field, what the tracker's own words mean: {"judgement": {"R": "not-met"}}.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Words { get; init; } =
        new Dictionary<string, IReadOnlyDictionary<string, string>>();

    /// <summary>The number of the row with the headings; null: the first that holds something.</summary>
    public int? HeaderRow { get; init; }

    /// <summary>Reads a map for a kind of tracker.</summary>
    /// <exception cref="BadInputException">It has not this shape, or names a field that the kind has not got.</exception>
    public static TrackerMap Read(ReadOnlyMemory<byte> utf8, TrackerKind kind)
    {
        var map = StrictJson.Read<TrackerMap>(StrictJson.ParseObject(utf8));
        var known = TrackerField.Of(kind).Select(f => f.Name).ToArray();
        var named = map
            .Columns.Keys.Select(f => ("columns", f))
            .Concat(map.Defaults.Keys.Select(f => ("defaults", f)))
            .Concat(map.Words.Keys.Select(f => ("words", f)));
        foreach (var (member, field) in named.Where(n => !known.Contains(n.f)))
        {
            throw new BadInputException(
                $"{member}.{field}",
                $"is not a field of {Word(kind)}; those are {string.Join(", ", known)}."
            );
        }

        if (map.Dates is { } format && !CanBeRead(format))
        {
            throw new BadInputException(
                "dates",
                $"\"{format}\" is not a form of dates: write dd/MM/yyyy, d MMM yyyy or the like."
            );
        }

        return map;
    }

    /// <summary>A map to edit: every field with what it is as its column's heading.</summary>
    public static TrackerMap Template(TrackerKind kind) =>
        new()
        {
            Columns = TrackerField
                .Of(kind)
                .Where(f => f.Name != "body")
                .ToDictionary(f => f.Name, f => $"(heading) {f.Says}"),
            Dates = "dd/MM/yyyy",
            Defaults = new Dictionary<string, string> { ["body"] = "nhs-england-Y60" },
            Words = Examples(kind) is { Length: > 0 } examples
                ? new Dictionary<string, IReadOnlyDictionary<string, string>>
                {
                    [kind == TrackerKind.Organisations ? "kind" : "judgement"] = examples.ToDictionary(
                        e => e.Own,
                        e => e.Ours
                    ),
                }
                : new Dictionary<string, IReadOnlyDictionary<string, string>>(),
        };

    /// <summary>The word for a kind.</summary>
    public static string Word(TrackerKind kind) => InWords.Stored(kind);

    private static (string Own, string Ours)[] Examples(TrackerKind kind) =>
        kind switch
        {
            TrackerKind.Criteria =>
            [
                ("Red", "not-met"),
                ("Amber", "partly-met"),
                ("Green", "met"),
                ("Blue", "met-and-sustained"),
            ],
            TrackerKind.Undertakings => [("Red", "not-complied"), ("Amber", "partly-complied"), ("Green", "complied")],
            TrackerKind.Organisations => [("FT", "nhs-foundation-trust"), ("Trust", "nhs-trust"), ("ICB", "icb")],
            _ => [],
        };

    private static bool CanBeRead(string format)
    {
        var day = new DateOnly(2024, 12, 31);
        try
        {
            return format.Contains("yy", StringComparison.Ordinal)
                && format.Contains('M', StringComparison.Ordinal)
                && DateOnly.TryParseExact(
                    day.ToString(format, CultureInfo.InvariantCulture),
                    format,
                    CultureInfo.InvariantCulture,
                    DateTimeStyles.None,
                    out _
                );
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
