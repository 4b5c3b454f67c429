using Oversight.Projections.Registers;

namespace Oversight.Projections.Questions;

/// <summary>Every question, as data: saved filters on the registers.</summary>
public static partial class QuestionList
{
    // They stand in this file, before All: fields in another file of the class may be set only after it.
    private static readonly QuestionParameter Region = new(
        "region",
        "region",
        "Only this region, by its code such as Y60."
    );

    private static readonly QuestionParameter Organisation = new(
        "organisation",
        "ods",
        "Only this organisation, by its ODS code; system:QOC for an ICB and the trusts of its system on the day."
    );

    private static readonly QuestionParameter System = new(
        "system",
        "ods",
        "Only this ICB and the trusts of its system on the day, by the ICB's ODS code.",
        Before: SystemScope.Prefix
    );

    private static readonly QuestionParameter DependsOn = new(
        "dependsOn",
        "dependsOn",
        "Only what depends on this organisation, by its ODS code; system:QOC for an ICB and the trusts of its system."
    );

    private static readonly QuestionParameter DependsOnNamed = new(
        "dependsOnName",
        "dependsOnNames.contains",
        "Only what depends on an organisation whose name holds this."
    );

    private static readonly QuestionParameter Engagement = new(
        "engagement",
        "engagement",
        "Only this engagement, by its id."
    );

    private static readonly QuestionParameter Entry = new("entry", "entry", "Only this entry, by its id.");

    private static readonly QuestionParameter From = new(
        "from",
        "recorded.atLeast",
        "Only what was recorded on this day in London, or at this instant, or later."
    );

    private static readonly QuestionParameter To = new(
        "to",
        "recorded.atMost",
        "Only what was recorded on this day in London, or at this instant, or earlier."
    );

    private static readonly QuestionParameter Within = new(
        "within",
        "daysLeft.atMost",
        "Only what is due in at most so many days.",
        "90"
    );

    /// <summary>The questions that no register answers, and where they are answered.</summary>
    public static IReadOnlyList<(string Id, string Where)> Elsewhere { get; } =
    [
        ("A6", "whether the record is complete and unaltered, oversight verify says, which takes no server's word"),
        ("A15", "who read what is not public, /readings, GET /api/readings and oversight ask A15 tell auditors"),
        (
            "L14",
            "the report for a board is /board-reports/ODS, such as /board-reports/QOC; as PDF /board-reports/QOC.pdf"
        ),
    ];

    /// <summary>An auditor's question that the record itself does not answer: who read it is kept beside it.</summary>
    public static (string Id, string Text, IReadOnlyList<QuestionParameter> Parameters) WhoRead { get; } =
        (
            "A15",
            "Who viewed or exported entries that are not public?",
            [
                new("organisation", "organisation", "Only what could show something about this one, by its ODS code."),
                new("person", "person", "Only of people whose name holds this, or of this signed-in subject."),
                new("face", "face", "Only by this face, such as page, api, export or command line."),
                new("from", "from", "Only what was read on this day in London, or later."),
                new("to", "to", "Only what was read on this day in London, or earlier."),
                new("after", "after", "Only those before this reading, by its id: what an answer says as next."),
            ]
        );

    /// <summary>The questions that the record answers, by role and number.</summary>
    public static IReadOnlyList<Question> All { get; } = [.. OfRegion(), .. OfAuditor(), .. OfIcb()];

    // A question is an address of a register: filters and an order. Whose id it has asks it.
    private static Question For(
        string id,
        string text,
        string address,
        string columns,
        string? missing = null,
        params QuestionParameter[] more
    )
    {
        var (register, query) = (address.Split('?')[0], address.Split('?')[1].Split('&'));
        var sort = query.Single(part => part.StartsWith("sort=", StringComparison.Ordinal));
        return new(
            id,
            id[0] switch
            {
                'R' => Role.Region,
                'A' => Role.Auditor,
                _ => Role.Icb,
            },
            text,
            Register.Of(register),
            [.. query.Where(part => part != sort).Select(Filter.Parse)],
            Sort.Parse(sort["sort=".Length..]),
            columns.Split(", "),
            [
                Region,
                Organisation,
                .. register
                    is "organisations"
                        or "undertakings"
                        or "certificates"
                        or "deadlines"
                        or "support"
                        or "published"
                        or "retention"
                    ? Array.Empty<QuestionParameter>()
                    : [Engagement],
                .. more,
            ],
            missing?.Split(", ")
        );
    }
}
