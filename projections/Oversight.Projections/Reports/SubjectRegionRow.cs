using Oversight.Projections.Visibility;
using Oversight.Record.Organisations;

namespace Oversight.Projections.Reports;

/// <summary>
/// A region that oversees an organisation which a subject concerns, as <see cref="OverseeingRegions"/> says it everywhere: its analysts read the
/// rows of that subject. Of all days, for who may read does not depend on the day asked about.
/// </summary>
/// <param name="Region">The code of the region.</param>
/// <param name="Organisations">The codes of the organisations that it oversees and the subject concerns.</param>
/// <param name="OverseesAll">Whether it oversees every organisation which the subject concerns.</param>
public sealed record SubjectRegionRow(string Region, IReadOnlyList<string> Organisations, bool OverseesAll) : ReportRow
{
    /// <inheritdoc/>
    public override string Key => Region;

    internal static IEnumerable<SubjectRegionRow> On(RecordAt record, SubjectId subject)
    {
        if (record.TimelineOf(subject) is not { } timeline)
        {
            yield break;
        }

        BelievedEntry<OrganisationRegistered>?[] registrations =
        [
            .. OverseeingRegions.RegistrationsOf(timeline, record),
        ];
        foreach (var region in OverseeingRegions.Of(timeline, record))
        {
            BelievedEntry<OrganisationRegistered>[] own =
            [
                .. registrations
                    .OfType<BelievedEntry<OrganisationRegistered>>()
                    .Where(registration => registration.Content.Region == region)
                    .OrderBy(registration => registration.Place),
            ];
            Guid[] restsOn = [.. own.Select(registration => registration.Id)];
            yield return new(
                region,
                [.. own.Select(registration => registration.Content.Organisation.Value).Order(StringComparer.Ordinal)],
                own.Length == registrations.Length
            )
            {
                CommunicatedFrom = Communicated.From(record, subject, restsOn),
                RestsOn = restsOn,
            };
        }
    }
}
