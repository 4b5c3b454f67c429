using Oversight.Projections.InRecovery;
using Oversight.Projections.Readiness;
using Oversight.Record.Recovery;

namespace Oversight.Projections.Start;

/// <summary>An organisation's place in one engagement, and what remains before it can leave.</summary>
/// <param name="Engagement">The engagement.</param>
/// <param name="Title">What people call it.</param>
/// <param name="DecidedBy">The bodies whose agreement exit needs.</param>
/// <param name="Member">What remains.</param>
public sealed record OwnEngagement(
    string Engagement,
    string Title,
    IReadOnlyList<string> DecidedBy,
    MemberReadiness Member
);

/// <summary>What an organisation's own people have before them on a day: a pure function of the record as they see it.</summary>
/// <param name="Organisation">The organisation.</param>
/// <param name="Name">Its name on the day; its code where it is not in the record by then.</param>
/// <param name="Kind">What it is; null where it is not in the record.</param>
/// <param name="Recovery">Whether it is in Recovery Support; null where it is not in the record.</param>
/// <param name="Engagements">The engagements of which it is, or perhaps is, a member.</param>
/// <param name="Remaining">The exit criteria that are not satisfied.</param>
/// <param name="Overdue">What should have been done by now.</param>
/// <param name="Due">What falls due soon.</param>
/// <param name="Changes">What was recorded about it, as far as it was told.</param>
/// <param name="Submitted">What it submitted, by where that stands.</param>
public sealed record OrganisationStart(
    OdsCode Organisation,
    string Name,
    OrganisationKind? Kind,
    RecoveryStanding? Recovery,
    IReadOnlyList<OwnEngagement> Engagements,
    Counted? Remaining,
    IReadOnlyList<Counted> Overdue,
    IReadOnlyList<Counted> Due,
    ChangesSince? Changes,
    IReadOnlyList<Counted> Submitted
)
{
    /// <summary>That of an organisation on a day.</summary>
    /// <param name="record">The record as whoever looks sees it.</param>
    /// <param name="organisation">The organisation.</param>
    /// <param name="on">The day.</param>
    /// <param name="since">The day of the last board; null: so many days ago.</param>
    public static OrganisationStart Of(RecordAt record, OdsCode organisation, DateOnly on, DateOnly? since = null)
    {
        if (record.RegistrationOf(organisation) is not { } registered)
        {
            return new(organisation, organisation.Value, null, null, [], null, [], [], null, []);
        }

        var counting = Counting.Of(record, on, organisation);
        return new(
            organisation,
            record.NameOf(organisation, on),
            registered.Kind,
            RecoveryStanding.On(record, organisation, on),
            [
                .. Engagement
                    .NamingAsMember(record, organisation)
                    .Where(engagement => engagement.IsMember(organisation, on) != Certainty.No)
                    .Select(engagement => EngagementReadiness.Of(record, engagement.Subject, on)!)
                    .Select(readiness => new OwnEngagement(
                        readiness.Id,
                        readiness.Title,
                        readiness.Exit.DecidedBy,
                        readiness.Members.Single(m => m.Organisation == organisation)
                    )),
            ],
            counting.Rows(
                "Exit criteria that are not satisfied",
                "criteria?purpose=exit&satisfied=no&sort=due",
                "membership, exit-criteria"
            ),
            [.. Cards.Overdue(counting).Where(card => card.Count > 0 || card.NotStated.Count > 0)],
            [
                counting.Rows("Overdue", "deadlines?overdue=yes&sort=due"),
                counting.Rows("Due within 30 days", "deadlines?daysLeft.atLeast=0&daysLeft.atMost=30&sort=due"),
                counting.Rows("Due in 31 to 90 days", "deadlines?daysLeft.atLeast=31&daysLeft.atMost=90&sort=due"),
            ],
            ChangesSince.Of(counting, [organisation], since is { } day ? new(day, Chosen: true) : Since.Before(on)),
            [
                counting.Rows(
                    // Somebody may have read it without telling them.
                    record.SeenBy
                        is null
                        ? "Evidence not read yet"
                        : "Evidence not read yet, as far as you were told",
                    "evidence?state=submitted&sort=submitted",
                    "evidence"
                ),
                counting.Rows("Evidence received, not judged yet", "evidence?state=acknowledged&sort=submitted"),
                counting.Rows("Evidence sent back", "evidence?state=returned&sort=-answered"),
                counting.Rows("Evidence judged", "evidence?state=judged&sort=-answered"),
                counting.Rows("Challenges not answered yet", "challenges?waits=yes&sort=made", "challenge"),
                counting.Rows("Challenges answered", "challenges?state=upheld,not-upheld&sort=-answered"),
            ]
        );
    }
}
