using Oversight.Record.Recovery;

namespace Oversight.Record.Undertakings;

/// <summary>A direction to an organisation as it stands on a day: a pure function of the entries about it.</summary>
/// <param name="Issued">The entry by which it was issued.</param>
/// <param name="Directed">What is directed, as varied.</param>
/// <param name="Due">By when, as varied; null where no date was given.</param>
/// <param name="Variations">The variations that may have begun by the day.</param>
/// <param name="Revocations">The entries by which it is, or may be, in force no longer.</param>
/// <param name="InForce">Whether it is in force.</param>
public sealed record OrganisationDirection(
    BelievedEntry<OrganisationDirected> Issued,
    string Directed,
    DateWithPrecision? Due,
    IReadOnlyList<BelievedEntry<DirectionVaried>> Variations,
    IReadOnlyList<BelievedEntry<DirectionRevoked>> Revocations,
    Certainty InForce
)
{
    /// <summary>The entries that say how it stands, by place.</summary>
    public IEnumerable<BelievedEntry> RestsOn =>
        Variations.Cast<BelievedEntry>().Append(Issued).Concat(Revocations).OrderBy(e => e.Place);

    /// <summary>The directions that were, or may have been, issued to an organisation by a day, in place order.</summary>
    public static IReadOnlyList<OrganisationDirection> On(Timeline organisation, DateOnly day) =>
        [
            .. organisation
                .Of<OrganisationDirected>()
                .Where(e => e.Effective.Earliest <= day)
                .Select(e => Of(organisation, e, day)),
        ];

    // The one with the later latest day wins, of the same the later place; each of wording and date by itself.
    private static OrganisationDirection Of(
        Timeline organisation,
        BelievedEntry<OrganisationDirected> issued,
        DateOnly day
    )
    {
        BelievedEntry<DirectionVaried>[] variations =
        [
            .. About<DirectionVaried>(organisation, issued, day).OrderBy(e => e.Effective.Latest).ThenBy(e => e.Place),
        ];
        BelievedEntry<DirectionRevoked>[] revocations = [.. About<DirectionRevoked>(organisation, issued, day)];
        return new(
            issued,
            variations.Select(v => v.Content.Directed).LastOrDefault(d => d is not null) ?? issued.Content.Directed,
            variations.Select(v => v.Content.Due).LastOrDefault(d => d is not null) ?? issued.Content.Due,
            variations,
            revocations,
            revocations.Any(r => r.Effective.IsCertainBy(day)) ? Certainty.No
                : revocations.Length > 0 || !issued.Effective.IsCertainBy(day) ? Certainty.Perhaps
                : Certainty.Yes
        );
    }

    private static IEnumerable<BelievedEntry<T>> About<T>(
        Timeline organisation,
        BelievedEntry<OrganisationDirected> issued,
        DateOnly day
    )
        where T : class, IAboutDirection =>
        organisation
            .Of<T>()
            .Where(e => e.Effective.Earliest <= day && organisation.StandsFor(e.Content.Direction)?.Id == issued.Id);
}
