using Oversight.Record.Organisations;
using Oversight.Record.Reviews;

namespace Oversight.Record.Commitments;

/// <summary>
/// Something is to be done or reached: an action with an owner and a date, or what was agreed with an organisation or system, required of
/// it, or is expected of it. It stands until it is met or withdrawn.
/// </summary>
/// <param name="Decision">Effective: when it was made; "within 3 years" counts from its latest day.</param>
/// <param name="Kind">What kind of commitment it is.</param>
/// <param name="Terms">Whether it was agreed, required or is expected.</param>
/// <param name="Scope">Whether it is the organisation's own or its whole system's.</param>
/// <param name="Wording">What is to be done or reached; needed where the kind does not say it.</param>
/// <param name="Period">The period that it is about, such as 2024/25.</param>
/// <param name="Due">By when; left out where no date was said.</param>
/// <param name="WithinYears">Within how many years, where that was said in place of a date.</param>
/// <param name="Amount">In whole pounds, where it is about a sum; a control total that is a deficit is negative.</param>
/// <param name="PerCent">By how many per cent, where it is a reduction or an efficiency that was said so.</param>
/// <param name="Owner">Who sees to it: a role or a body, never a person's name.</param>
/// <param name="Organisations">The trusts of the system that it is for, where it is for single ones.</param>
/// <param name="Review">The review that it came from; left out: from none, or that is not stated.</param>
public sealed record CommitmentMade(
    Decision Decision,
    CommitmentKind Kind,
    CommitmentTerms Terms,
    Concerning Scope,
    string? Wording = null,
    DateWithPrecision? Period = null,
    DateWithPrecision? Due = null,
    int? WithinYears = null,
    long? Amount = null,
    int? PerCent = null,
    string? Owner = null,
    IReadOnlyList<OdsCode>? Organisations = null,
    Guid? Review = null
) : Event(Decision), IConcerns, INamesTrustsOfSystem, IFromReview, IDatesCommitment, IStaysOpen
{
    OpenItemKind IStaysOpen.OpenAs => OpenItemKind.Commitment;

    private const long MostPounds = 1_000_000_000_000;

    /// <inheritdoc/>
    public override void CheckInput()
    {
        base.CheckInput();
        BadInputException.OptionalText(Wording, "wording", 5000);
        BadInputException.OptionalText(Owner, "owner", 200);
        if (Kind is CommitmentKind.Action or CommitmentKind.Other && string.IsNullOrWhiteSpace(Wording))
        {
            throw new BadInputException("wording", $"must say what is to be done: \"{InWords.Of(Kind)}\" does not.");
        }

        if (Due is not null && WithinYears is not null)
        {
            throw new BadInputException(
                "withinYears",
                "cannot stand beside due: say the date, or the number of years."
            );
        }

        if (WithinYears is < 1 or > 20)
        {
            throw new BadInputException("withinYears", "must be from 1 to 20.");
        }

        if (Amount is < -MostPounds or > MostPounds)
        {
            throw new BadInputException("amount", "must be whole pounds, at most a million million.");
        }

        if (PerCent is < 1 or > 100)
        {
            throw new BadInputException("perCent", "must be from 1 to 100.");
        }

        TrustsOfSystem.CheckInput(this);
    }

    /// <inheritdoc/>
    public override IEnumerable<OdsCode> OrganisationsNamed() => Organisations ?? [];

    /// <inheritdoc/>
    public DateWithPrecision? DueDate() =>
        WithinYears is not { } years ? Due
        : Decision.Effective.Latest.Year > 2170 ? null
        : DateWithPrecision.Day(Decision.Effective.Latest.AddYears(years));

    /// <inheritdoc/>
    public override string Says(Naming names) =>
        $"{InWords.Title(Kind)} {InWords.Of(Terms)} {When}{TrustsOfSystem.InWords(this, names)}"
        + $"{(Period is { } period ? $" for {period}" : "")}{InWords.Pounds(Amount)}"
        + $"{(PerCent is { } part ? $" of {part}%" : "")}"
        + $"{(Due is { } due ? $", due {due}" : "")}{(WithinYears is { } years ? $", within {years} years" : "")}"
        + $"{(string.IsNullOrWhiteSpace(Owner) ? "" : $", owner {Owner}")}"
        + $"{(string.IsNullOrWhiteSpace(Wording) ? "" : $": {InWords.OneLine(Wording)}")}";

    /// <inheritdoc/>
    protected override IEnumerable<(string What, string Value)> States() =>
        [
            ("commitment", InWords.Of(Kind)),
            ("commitment terms", InWords.Of(Terms)),
            .. TrustsOfSystem.States(this),
            .. Stated.Maybe("commitment wording", Wording),
            .. Stated.Maybe("commitment period", Period),
            .. Stated.Maybe("commitment due", Due),
            .. Stated.Maybe("commitment within years", WithinYears),
            .. Stated.Maybe("commitment amount", Amount?.ToString(CultureInfo.InvariantCulture)),
            .. Stated.Maybe("commitment per cent", PerCent),
            .. Stated.Maybe("commitment owner", Owner),
        ];

    /// <summary>What both sides agreed, the organisation agreed to: its own people see it at once.</summary>
    public override bool IsPartyTo(OdsCode organisation) => Terms == CommitmentTerms.Agreed;

    Event INamesOpenEntry.Naming(Guid entry) => this with { Review = entry };

    /// <inheritdoc/>
    public override EventKind KindOfEvent() => MakeCommitment.Kind;
}

/// <summary>What kind of commitment it is.</summary>
public enum CommitmentKind
{
    /// <summary>A single thing to be done; the wording says what.</summary>
    Action,

    /// <summary>A financial position that is not to be missed in a period; the amount says which.</summary>
    ControlTotal,

    /// <summary>A plan to spend in a period what there is, and no more.</summary>
    BreakevenPlan,

    /// <summary>A plan to end a period with a surplus.</summary>
    SurplusPlan,

    /// <summary>A plan that lets a period end with a deficit.</summary>
    DeficitPlan,

    /// <summary>A plan for how the financial position is to be brought back.</summary>
    FinancialRecoveryPlan,

    /// <summary>A financial plan over several years.</summary>
    MediumTermPlan,

    /// <summary>The finances are to be in balance again.</summary>
    ReturnToBalance,

    /// <summary>The board's running costs are to be reduced.</summary>
    RunningCostReduction,

    /// <summary>Efficiencies are to be delivered.</summary>
    Efficiency,

    /// <summary>Something else; the wording says what.</summary>
    Other,
}

/// <summary>On what terms a commitment stands.</summary>
public enum CommitmentTerms
{
    /// <summary>Both sides agreed to it.</summary>
    Agreed,

    /// <summary>NHS England requires it.</summary>
    Required,

    /// <summary>NHS England expects it, and requires nothing.</summary>
    Expected,
}

/// <summary>How <see cref="CommitmentMade"/> is called, and the rules that say when it may be recorded.</summary>
public static class MakeCommitment
{
    /// <summary>How it is called.</summary>
    public static EventKind Kind { get; } =
        new(
            "commitment_made",
            "commitment",
            typeof(CommitmentMade),
            SubjectKind.Organisation,
            "An action or another commitment was made"
        )
        {
            Provision = Provision.GeneralFunctions,
            Example = () =>
                new CommitmentMade(
                    Example.Decided,
                    CommitmentKind.Action,
                    CommitmentTerms.Agreed,
                    Concerning.Organisation,
                    "A plan for continuing healthcare is sent.",
                    Due: Example.Date("2024-12-13"),
                    Owner: "Chief Finance Officer"
                ),
        };

    /// <summary>The rules that hold for it, besides those for every decision.</summary>
    public static IReadOnlyList<Rule> Rules =>
        [
            OrganisationRules.WithinExistence,
            OrganisationRules.NamesExistingOrganisations,
            SystemRules.SystemIsOfAnIcb,
            TrustsOfSystem.NamedByIcb,
            ReviewRules.ComesFromOwnReview,
            CommitmentRules.DueFromThenOn,
        ];
}
