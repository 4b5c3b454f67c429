using Oversight.Record;
using Oversight.Record.Entries;
using Oversight.Record.Undertakings;
using Said = Oversight.Projections.Tests.RandomHistories.ReferenceBelief.Said;

namespace Oversight.Projections.Tests.RandomHistories;

/// <summary>Of sets of undertakings beside one another, and of directions that need none.</summary>
internal sealed partial class ReferenceSupport
{
    private static readonly string[] Sets = ["undertakings-u", "undertakings-v"];

    // What was accepted says more than what was reported, whichever was recorded first.
    private Said? GivenIn(string set) =>
        Believed<UndertakingsAccepted>(set).FirstOrDefault() ?? Believed<UndertakingsReported>(set).FirstOrDefault();

    private static OdsCode[] Givers(Said given) =>
        given.Content is UndertakingsAccepted accepted
            ? [accepted.Organisation, .. accepted.JointlyWith ?? []]
            : [.. ((UndertakingsReported)given.Content).Organisations];

    private static string? BasisOf(Said given) =>
        given.Content is UndertakingsAccepted accepted
            ? accepted.LegalBasis
            : ((UndertakingsReported)given.Content).LegalBasis;

    // Known by report only: then no item is known either. The first of a number counts, those accepted before those added.
    private UndertakingItem[] ItemsOf(string set, Said given)
    {
        if (given.Content is not UndertakingsAccepted accepted)
        {
            return [];
        }

        var items = accepted.Items.ToList();
        var numbers = items.Select(i => i.Reference).ToHashSet();
        foreach (var added in Believed<UndertakingAdded>(set))
        {
            var item = ((UndertakingAdded)added.Content).Added;
            if (numbers.Add(item.Reference) && added.Earliest <= day)
            {
                items.Add(item);
            }
        }

        return [.. items];
    }

    // A later set of one of the same organisations says that it stands in the place of this one, and certainly holds by the day.
    private bool SupersededIn(string set, Said given) =>
        deviation != SupportDeviation.SupersededIsStillDue
        && Sets.Any(other =>
            other != set
            && GivenIn(other) is { Content: UndertakingsAccepted { Supersedes: { } earlier } } later
            && "undertakings-" + earlier == set
            && later.Latest <= day
            && Givers(later).Intersect(Givers(given)).Any()
        );

    private IEnumerable<string> DirectionsTo(OdsCode organisation)
    {
        var subject = $"organisation-{organisation}";
        foreach (var directed in Believed<OrganisationDirected>(subject).Where(s => s.Earliest <= day))
        {
            var revoked = Believed<DirectionRevoked>(subject)
                .Any(s =>
                    Names(((DirectionRevoked)s.Content).Direction, directed.Id)
                    && s.Latest <= day
                    && deviation != SupportDeviation.RevocationIsIgnored
                );
            var varied = Newest(
                Believed<DirectionVaried>(subject)
                    .Where(s =>
                        s.Content is DirectionVaried { Due: not null } v
                        && Names(v.Direction, directed.Id)
                        && s.Earliest <= day
                    )
            );
            if (
                !revoked
                && ((varied?.Content as DirectionVaried)?.Due ?? ((OrganisationDirected)directed.Content).Due)
                    is { } due
            )
            {
                yield return Line($"{subject}/direction/{directed.Id}", due, [organisation]);
            }
        }
    }
}
