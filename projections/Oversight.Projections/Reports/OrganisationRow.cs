using Oversight.Projections.Status;
using Oversight.Record.Organisations;
using Kinds = Oversight.Record.OrganisationKind;

namespace Oversight.Projections.Reports;

/// <summary>An organisation over time.</summary>
/// <param name="Organisation">Its code.</param>
/// <param name="Region">The code of the region that oversees it.</param>
/// <param name="System">The code of the system that it belongs to: an ICB's own; of others it is not stated.</param>
/// <param name="Name">Its official name.</param>
/// <param name="OrganisationKind">What it is.</param>
/// <param name="Existence">Whether it exists: exists, not-yet, ended, uncertain.</param>
/// <param name="Established">From when.</param>
/// <param name="Ended">The first day on which its successors stand in its place; null when it has not ended.</param>
/// <param name="Predecessors">The codes of those that it follows.</param>
/// <param name="Successors">The codes of those that follow it.</param>
public sealed record OrganisationRow(
    string Organisation,
    string Region,
    string System,
    string Name,
    string OrganisationKind,
    string Existence,
    string Established,
    string? Ended,
    IReadOnlyList<string> Predecessors,
    IReadOnlyList<string> Successors
) : ReportRow
{
    /// <inheritdoc/>
    public override string Key => "";

    internal static IEnumerable<OrganisationRow> On(RecordAt record, SubjectId subject, DateOnly day)
    {
        if (
            record.TimelineOf(subject) is not { } timeline
            || OrganisationStatus.ExistenceOn(record, subject.Organisation!.Value, day)
                is not var (registered, existence)
        )
        {
            yield break;
        }

        var registration = registered.Content;
        yield return new(
            subject.Organisation!.Value.Value,
            registration.Region,
            registration.Kind == Kinds.Icb ? subject.Organisation!.Value.Value : InWords.Stored(StatedAnswer.NotStated),
            registration.Name,
            InWords.Stored(registration.Kind),
            InWords.Stored(existence.State),
            existence.Established.Stored,
            existence.Ended?.Stored,
            [.. existence.Predecessors.Select(p => p.Value)],
            [.. existence.Successors.Select(s => s.Value)]
        )
        {
            CommunicatedFrom = DateOnly.MinValue,
            RestsOn =
            [
                .. timeline
                    .Of<OrganisationSucceeded>()
                    .Take(1)
                    .Select(e => e.Id)
                    .Prepend(registered.Id)
                    .Concat(record.PredecessorsOf(subject.Organisation!.Value).Select(p => p.Succession.Id)),
            ],
        };
    }
}
