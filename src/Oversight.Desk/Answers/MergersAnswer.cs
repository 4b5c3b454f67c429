using Oversight.Projections.Mergers;
using Oversight.Projections.Timelines;

namespace Oversight.Desk.Answers;

/// <summary>What was open when a body ended, and what became of it: of an organisation itself, and of those that it follows.</summary>
/// <param name="Ended">What was open for the organisation when it ended; absent while it exists.</param>
/// <param name="Predecessors">
/// The bodies that it follows, each with what passed from it to this organisation, and with that of which nobody has decided what becomes.
/// </param>
public sealed record MergersAnswer(EndOfBody? Ended, IReadOnlyList<EndOfBody> Predecessors)
{
    /// <summary>That of an organisation on a day.</summary>
    public static MergersAnswer Of(RecordAt record, OdsCode ods, DateOnly on) =>
        new(
            EndOfBody.Of(record, ods, on),
            [
                .. EndOfBody
                    .Before(record, ods, on)
                    .Select(end =>
                        end with
                        {
                            Items =
                            [
                                .. end.Items.Where(i => i.Successor == ods || i.State == PassingState.NotDisposedOf),
                            ],
                        }
                    ),
            ]
        );

    /// <summary>Who decided what it holds.</summary>
    internal IEnumerable<DecidedBy> Deciders() =>
        Predecessors
            .Concat(Ended is { } ended ? [ended] : [])
            .SelectMany(end => end.Items.Select(i => i.Decided?.DecidedBy).Append(end.Said.DecidedBy))
            .OfType<DecidedBy>();
}
