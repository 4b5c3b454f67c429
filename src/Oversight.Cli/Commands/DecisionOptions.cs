namespace Oversight.Cli.Commands;

/// <summary>The options for what all decisions have in common.</summary>
internal sealed class DecisionOptions
{
    private readonly Option<DateWithPrecision?> effective = Inputs.Date(
        "--effective",
        "From when it holds, or the period that it is about: 2024-03-12, August 2021, Q1 2024/25, 2023/24, unknown."
    );

    private readonly Option<DateWithPrecision?> decided = Inputs.Date(
        "--decided",
        "When it was decided. Default: today for a live decision, else unknown."
    );

    private readonly Option<string?> body = Inputs.Text(
        "--body",
        "BODY",
        "Who decided: nhs-england, nhs-england-Y60 for a regional team, an ODS code, dhsc; 'oversight words bodies' lists them."
    );

    private readonly Option<string?> role = Inputs.Text("--role", "ROLE", "The role in which it was decided.");

    private readonly Option<string?> person = Inputs.Text(
        "--person",
        "NAME",
        "Who it was. The name is kept apart from the entry, and can be redacted."
    );

    private readonly Option<EvidenceReference[]> evidence = Inputs.ParsedEach(
        "--evidence",
        "TITLE|REFERENCE",
        "What it was based on; may be given several times.",
        text => new EvidenceReference(Pair(text).First, Pair(text).Second)
    );

    private readonly Option<Source?> source = Inputs.Parsed<Source?>(
        "--source",
        "DOCUMENT|FACT",
        "Where the fact was taken from: a publication, and the place in it.",
        text => new Source(Pair(text).First, Pair(text).Second)
    );

    private readonly Option<bool> backDated = Inputs.Flag(
        "--back-dated",
        "Decided earlier and logged now: what breaks a rule becomes a finding."
    );

    private readonly Option<bool> imported = Inputs.Flag(
        "--imported",
        "Taken over from a document or another system: what breaks a rule becomes a finding."
    );

    private readonly Option<DateOnly?> communicated = Inputs.Parsed<DateOnly?>(
        "--communicated",
        "DATE",
        "The day on which the organisation was told.",
        text => Inputs.Day(text)
    );

    private readonly Option<Guid?> after = new("--after")
    {
        Description = "The entry that this one follows, where the dates leave the order open.",
        HelpName = "ENTRY-ID",
    };

    private readonly Option<OdsCode?> predecessor = Inputs.Parsed<OdsCode?>(
        "--predecessor",
        "ODS",
        "The predecessor that it is about, when it took effect before the organisation existed.",
        text => OdsCode.Parse(text, "--predecessor")
    );

    private readonly Option<string?> rationale;

    private DecisionOptions(bool required, string rationaleName, string rationaleDescription)
    {
        Required = required ? [effective, body] : [];
        foreach (var option in Required)
        {
            option.Description += " Required.";
        }

        rationale = Inputs.Text(rationaleName, "TEXT", rationaleDescription);
    }

    /// <summary>For a new decision; what must be said is left to the command, which may have it from a file.</summary>
    public static DecisionOptions OfNew() => new(required: true, "--rationale", "Why it was decided.");

    /// <summary>For a correction: only what is given changes.</summary>
    public static DecisionOptions OfReplacement { get; } =
        new(required: false, "--new-rationale", "Why it was decided, instead of what the entry says.");

    /// <summary>All of them.</summary>
    public IReadOnlyList<Option> All =>
        [
            effective,
            decided,
            body,
            role,
            person,
            rationale,
            evidence,
            source,
            backDated,
            imported,
            communicated,
            after,
            predecessor,
        ];

    /// <summary>Those that a new decision cannot do without.</summary>
    public IReadOnlyList<Option> Required { get; }

    public void AddTo(Command command)
    {
        foreach (var option in All)
        {
            command.Options.Add(option);
        }

        command.Validators.Add(result =>
        {
            if (result.GetValue(backDated) && result.GetValue(imported))
            {
                result.AddError("Give --back-dated or --imported, not both.");
            }
        });
    }

    /// <summary>A new decision.</summary>
    public Decision Read(ParseResult parsed, DateOnly today)
    {
        var origin = OriginOf(parsed) ?? Origin.Live;
        var day = origin == Origin.Live ? DateWithPrecision.Day(today) : DateWithPrecision.Unknown;
        return Change(
            parsed,
            new Decision(default, day, new DecidedBy(parsed.GetValue(body) ?? "")) { Origin = origin }
        );
    }

    /// <summary>A decision with what is given in place of what it says.</summary>
    public Decision Change(ParseResult parsed, Decision decision) =>
        decision with
        {
            Effective = parsed.GetValue(effective) ?? decision.Effective,
            Decided = parsed.GetValue(decided) ?? decision.Decided,
            DecidedBy = new(
                parsed.GetValue(body) ?? decision.DecidedBy.Body,
                parsed.GetValue(role) ?? decision.DecidedBy.Role,
                parsed.GetValue(person) ?? decision.DecidedBy.Person
            ),
            Rationale = parsed.GetValue(rationale) ?? decision.Rationale,
            Evidence = parsed.GetValue(evidence) is { Length: > 0 } given ? given : decision.Evidence,
            Source = parsed.GetValue(source) ?? decision.Source,
            Origin = OriginOf(parsed) ?? decision.Origin,
            Communicated = parsed.GetValue(communicated) ?? decision.Communicated,
            After = parsed.GetValue(after) ?? decision.After,
            Predecessor = parsed.GetValue(predecessor) ?? decision.Predecessor,
        };

    private Origin? OriginOf(ParseResult parsed) =>
        parsed.GetValue(backDated) ? Origin.BackDated
        : parsed.GetValue(imported) ? Origin.Imported
        : null;

    private static (string First, string? Second) Pair(string text)
    {
        var bar = text.IndexOf('|', StringComparison.Ordinal);
        return bar < 0 ? (text.Trim(), null) : (text[..bar].Trim(), text[(bar + 1)..].Trim());
    }
}
