namespace Oversight.Record.Recovery;

/// <summary>One thing that must be so before an engagement, or the transition after it, can end.</summary>
/// <param name="Reference">Its reference in the set, such as EC1; a refreshed set keeps it for the same matter.</param>
/// <param name="Theme">What it is about: finance, leadership, quality, …</param>
/// <param name="Wording">The criterion itself.</param>
/// <param name="Measure">By what it is measured.</param>
/// <param name="Threshold">From which value on it is met.</param>
/// <param name="EvidenceWanted">The evidence that is wanted, one item each.</param>
/// <param name="Owner">Who has to bring it about: a role or a body, never a person's name.</param>
/// <param name="Due">By when.</param>
/// <param name="SustainedMonths">For how many months it has to stay met; left out: meeting it is enough.</param>
/// <param name="DependsOn">Other organisations on which it depends.</param>
/// <param name="Members">The members concerned; left out: all.</param>
public sealed record Criterion(
    string Reference,
    string Theme,
    string Wording,
    string? Measure = null,
    string? Threshold = null,
    IReadOnlyList<string>? EvidenceWanted = null,
    string? Owner = null,
    DateWithPrecision? Due = null,
    int? SustainedMonths = null,
    IReadOnlyList<OdsCode>? DependsOn = null,
    IReadOnlyList<OdsCode>? Members = null
)
{
    /// <summary>True when it concerns that member.</summary>
    public bool Concerns(OdsCode member) => Members is null || Members.Contains(member);

    internal IEnumerable<(string, string)> States() =>
        [
            ($"{Reference} theme", Theme),
            ($"{Reference} wording", Wording),
            .. Stated.Maybe($"{Reference} measure", Measure),
            .. Stated.Maybe($"{Reference} threshold", Threshold),
            .. Stated.Each($"{Reference} evidence wanted", EvidenceWanted ?? []),
            .. Stated.Maybe($"{Reference} owner", Owner),
            .. Stated.Maybe($"{Reference} due", Due),
            .. Stated.Maybe($"{Reference} sustained months", SustainedMonths),
            .. Stated.Each($"{Reference} depends on", DependsOn ?? []),
            .. Stated.Each($"{Reference} member", Members ?? []),
        ];

    internal static void CheckAll(IReadOnlyList<Criterion> criteria)
    {
        Check.List(criteria, "criteria", atLeast: 1, c => c.Reference);
        for (var i = 0; i < criteria.Count; i++)
        {
            var (criterion, field) = (criteria[i], $"criteria[{i}]");
            Check.Reference(criterion.Reference, field + ".reference");
            BadInputException.Text(criterion.Theme, field + ".theme", 100);
            BadInputException.Text(criterion.Wording, field + ".wording", 5000);
            BadInputException.OptionalText(criterion.Measure, field + ".measure", 2000);
            BadInputException.OptionalText(criterion.Threshold, field + ".threshold", 2000);
            BadInputException.OptionalText(criterion.Owner, field + ".owner", 200);
            Check.Texts(criterion.EvidenceWanted ?? [], field + ".evidenceWanted", 1000);
            if (criterion.SustainedMonths is < 1 or > 120)
            {
                throw new BadInputException(field + ".sustainedMonths", "must be 1 to 120 months.");
            }

            Check.Organisations(criterion.DependsOn ?? [], field + ".dependsOn");
            if (criterion.Members is { } members)
            {
                Check.Organisations(members, field + ".members", atLeast: 1);
            }
        }
    }

    internal static IEnumerable<OdsCode> OrganisationsIn(IReadOnlyList<Criterion> criteria) =>
        criteria.SelectMany(c => (c.DependsOn ?? []).Concat(c.Members ?? []));
}

/// <summary>
/// What a set of criteria decides about. Published texts, such as the annual assessments, call the criteria for leaving "transition criteria":
/// those are exit criteria here.
/// </summary>
public enum CriteriaPurpose
{
    /// <summary>Leaving the programme. What published texts call "transition criteria" are these, as long as the organisation is in it.</summary>
    Exit,

    /// <summary>Completing the transition, which follows exit. Not the criteria for leaving, whatever a text calls them: those are exit criteria.</summary>
    Transition,
}

/// <summary>An event that puts a set of criteria in force.</summary>
public interface IStatesCriteria : IMayFollowExit
{
    /// <summary>What the set decides about.</summary>
    CriteriaPurpose Purpose { get; }

    /// <summary>The criteria, whole.</summary>
    IReadOnlyList<Criterion> Criteria { get; }

    /// <inheritdoc/>
    bool IMayFollowExit.MayFollowExit(Engagement engagement) => Purpose == CriteriaPurpose.Transition;
}
