using Oversight.Projections.Status;
using Oversight.Record.Organisations;

namespace Oversight.Projections.Reports;

/// <summary>An organisation over time.</summary>
/// <param name="Organisation">Its code.</param>
/// <param name="Region">The code of the region that oversees it.</param>
/// <param name="System">
/// The code of the ICB whose system it belongs to: an ICB's own, a trust's as it joined last; uncertain where dates leave several open, and
/// not-stated where the record does not say.
/// </param>
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
        var system = record.SystemOf(subject.Organisation!.Value, day);
        yield return new(
            subject.Organisation!.Value.Value,
            registration.Region,
            SystemText(system),
            record.NameOf(subject.Organisation!.Value, day),
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
                    .Concat(record.PredecessorsOf(subject.Organisation!.Value).Select(p => p.Succession.Id))
                    .Concat(system.RestsOn.Select(e => e.Id))
                    .Distinct(),
            ],
        };
    }

    private static string SystemText(BelievedSystem system) =>
        system.Certain?.Value
        ?? InWords.Stored(system.Systems.Count == 0 ? StatedAnswer.NotStated : StatedAnswer.Uncertain);
}
