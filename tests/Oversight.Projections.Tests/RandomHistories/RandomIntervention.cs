using Oversight.Record;
using Oversight.Record.Corrections;
using Oversight.Record.Entries;
using Oversight.Record.Notices;
using Oversight.Record.Organisations;
using Oversight.Record.Support;
using Oversight.Record.Tests.Given;
using Oversight.Record.Time;

namespace Oversight.Projections.Tests.RandomHistories;

/// <summary>
/// A record of support, notices and independent reviews made up from a seed: set, stepped down, withdrawn and published for an ICB, its system and
/// two trusts, dates of every precision crowded into few days, corrections and retractions of anything.
/// </summary>
internal sealed class RandomIntervention
{
    private readonly Random random;
    private readonly List<Entry> entries = [];

    private RandomIntervention(int seed) => random = new Random(seed);

    public static OdsCode OtherTrust { get; } = OdsCode.Parse("RXX");

    public static OdsCode[] Organisations { get; } = [Sample.Icb, Sample.OtherIcb, Sample.Trust, OtherTrust];

    /// <summary>The record that a seed makes.</summary>
    public static IReadOnlyList<Entry> Of(int seed)
    {
        var history = new RandomIntervention(seed);
        foreach (var organisation in Organisations.Where(_ => history.random.Next(8) != 0))
        {
            history.Add(
                organisation,
                Sample.Registered(
                    organisation,
                    "2022-07-01",
                    organisation.Value[0] == 'R' ? OrganisationKind.NhsTrust : OrganisationKind.Icb
                )
            );
        }

        var length = history.random.Next(5, 30);
        while (history.entries.Count < length)
        {
            history.AddAnything();
        }

        return history.entries;
    }

    private void AddAnything()
    {
        var organisation = random.Next(4) == 0 ? AnyOf(Organisations) : Sample.Icb;
        var own = entries.Where(e => e.Subject.Organisation == organisation).ToArray();
        switch (random.Next(10))
        {
            case 0 when own.Length > 0:
                Add(organisation, Sample.Retracted(AnyOf(own).Id));
                break;
            case 1 when own.Length > 0:
                var target = AnyOf(own);
                var root = target.Event is EntryCorrected { Replacement: var replaced } ? replaced : target.Event;
                // Of the same kind when one comes up; else it changes nothing.
                if (
                    Enumerable
                        .Range(0, 20)
                        .Select(_ => Content(organisation))
                        .FirstOrDefault(c => c.GetType() == root.GetType()) is
                    { } replacement
                )
                {
                    Add(organisation, Sample.Corrected(target.Id, replacement));
                }

                break;
            default:
                Add(organisation, Content(organisation));
                break;
        }
    }

    private Event Content(OdsCode organisation)
    {
        var isIcb = organisation.Value[0] == 'Q';
        var trusts = isIcb && random.Next(2) == 0 ? Trusts() : null;
        var scope = trusts is not null || (isIcb && random.Next(2) == 0) ? Concerning.System : Concerning.Organisation;
        var (kind, programme) = AnyOf(
            (SupportKind.Tier, SupportProgramme.Elective),
            (SupportKind.Tier, (SupportProgramme?)null),
            (SupportKind.EnhancedOversight, null)
        );
        int? tier = kind == SupportKind.Tier && random.Next(3) != 0 ? random.Next(1, 3) : null;
        return random.Next(14) switch
        {
            < 4 => new SupportSet(Decided(), kind, scope, programme, tier, Organisations: trusts),
            4 or 5 => new SupportSteppedDown(
                Decided(),
                Earlier<SupportSet>(organisation),
                random.Next(2) == 0 ? 2 : null,
                Some(trusts)
            ),
            6 or 7 => new SupportWithdrawn(Decided(), Earlier<SupportSet>(organisation), Some(trusts)),
            8 => new SupportExitExpected(
                Decided(),
                Earlier<SupportSet>(organisation),
                random.Next(2) == 0 ? Date() : null,
                Some(trusts)
            ),
            9 or 10 => Published(kind, scope, programme, tier, trusts),
            11 => new NoticeGiven(Decided(), NoticeKind.WarningNotice, "Maternity.", Organisations: trusts),
            12 when random.Next(3) == 0 => new OpenItemsDisposed(
                Decided(),
                organisation,
                [
                    random.Next(2) == 0 || organisation == Sample.OtherIcb
                        ? new(OpenItemKind.Support, Disposition.Ended)
                        : new(
                            OpenItemKind.Support,
                            Disposition.Passes,
                            Sample.OtherIcb,
                            $"{Earlier<SupportSet>(organisation)}"
                        ),
                ]
            ),
            12 => new NoticeClosed(Decided(), Earlier<NoticeGiven>(organisation)),
            _ => random.Next(3) switch
            {
                0 => new IndependentReviewReported(Decided(), Earlier<IndependentReviewCommissioned>(organisation)),
                1 => new IndependentReviewAnswered(
                    Decided(),
                    Earlier<IndependentReviewCommissioned>(organisation),
                    ReviewAnswer.Accepted
                ),
                _ => new IndependentReviewCommissioned(
                    Decided(),
                    "Governance.",
                    Expected: random.Next(3) == 0 ? null : Date(),
                    Organisations: trusts
                ),
            },
        };
    }

    private SupportPublished Published(
        SupportKind kind,
        Concerning scope,
        SupportProgramme? programme,
        int? tier,
        OdsCode[]? trusts
    )
    {
        var standing = AnyOf(Enum.GetValues<SupportStanding>());
        return new(
            Decided(),
            kind,
            standing,
            scope,
            programme,
            standing == SupportStanding.Withdrawn ? null : tier,
            Organisations: trusts,
            By: standing == SupportStanding.ExitExpected && random.Next(2) == 0 ? Date() : null
        );
    }

    private OdsCode[]? Some(OdsCode[]? trusts) => random.Next(3) == 0 ? trusts : null;

    private OdsCode[] Trusts() => AnyOf<OdsCode[]>([Sample.Trust], [OtherTrust], [Sample.Trust, OtherTrust]);

    // Most often one of that kind; a correction of one stands for it.
    private Guid Earlier<T>(OdsCode organisation)
    {
        var of = entries
            .Where(e => e.Subject.Organisation == organisation && e.Event is T or EntryCorrected { Replacement: T })
            .ToArray();
        return of.Length > 0 && random.Next(8) != 0 ? AnyOf(of).Id
            : entries.Count > 0 ? AnyOf(entries.ToArray()).Id
            : Guid.Empty;
    }

    private Decision Decided() =>
        new(Date(), DateWithPrecision.Parse("2024-05-01"), new("nhs-england"))
        {
            Rationale = "It is so.",
            Source = Sample.Publication,
        };

    private DateWithPrecision Date() =>
        random.Next(12) switch
        {
            < 6 => DateWithPrecision.Day(
                new DateOnly(2023, 4, 1).AddDays(AnyOf(-32, -31, -30, -1, 0, 0, 1, 2, 14, 29, 30, 60))
            ),
            6 or 7 => DateWithPrecision.Parse(AnyOf("2023-03", "2023-04", "2023-05")),
            8 => DateWithPrecision.Parse(AnyOf("Q4 2022/23", "Q1 2023/24")),
            9 or 10 => DateWithPrecision.Parse(AnyOf("2022/23", "2023/24")),
            _ => DateWithPrecision.Unknown,
        };

    private T AnyOf<T>(params T[] choices) => choices[random.Next(choices.Length)];

    private void Add(OdsCode organisation, Event content)
    {
        var place = entries.Count;
        var subject = SubjectId.Of(organisation);
        entries.Add(
            new(
                place,
                SmallRecord.IdAt(place),
                subject,
                1 + entries.Count(e => e.Subject == subject),
                new DateTimeOffset(2024, 5, 10, 11, 0, 0, TimeSpan.Zero).AddMinutes(place),
                "alex",
                content
            )
        );
    }
}
