using Oversight.Record.Commitments;
using Oversight.Record.Organisations;
using Oversight.Record.Reviews;

namespace Oversight.Record.Mergers;

public static partial class OpenItems
{
    // Concerns and commitments that a body has itself.
    private static IEnumerable<OpenItem> OfReviews(Timeline own, OdsCode body, DateOnly day)
    {
        foreach (var raised in own.Of<ConcernRaised>().Where(e => e.Effective.Earliest <= day))
        {
            if (
                !own.Of<ConcernClosed>()
                    .Any(e => own.StandsFor(e.Content.Concern)?.Id == raised.Id && e.Effective.Earliest <= day)
                && Holds(own, body, OpenItemKind.Concern, $"{raised.Id}", body, day)
            )
            {
                yield return Of(OpenItemKind.Concern, own, raised);
            }
        }

        foreach (var made in own.Of<CommitmentMade>().Where(e => e.Effective.Earliest <= day))
        {
            if (
                !own.Of<IEndsCommitment>()
                    .Any(e => own.StandsFor(e.Content.Commitment)?.Id == made.Id && e.Effective.Earliest <= day)
                && Holds(own, body, OpenItemKind.Commitment, $"{made.Id}", body, day)
            )
            {
                yield return Of(
                    OpenItemKind.Commitment,
                    own,
                    made,
                    CommitmentRules
                        .DatesOf(own, made.Id)
                        .Where(e => e.Id == made.Id || e.Effective.Earliest <= day)
                        .OrderBy(e => e.Id != made.Id)
                        .ThenBy(e => e.Effective.Latest)
                        .ThenBy(e => e.Place)
                        .Last()
                        .Content.DueDate()
                );
            }
        }
    }
}
