using Oversight.Record;
using Oversight.Record.Catalogue;
using Oversight.Record.Challenges;
using Oversight.Record.Corrections;
using Oversight.Record.Entries;
using Oversight.Record.Organisations;
using Oversight.Record.Recovery;
using Oversight.Record.Segments;
using Oversight.Record.Telling;
using Oversight.Record.Time;

namespace Oversight.Projections.Tests.RandomHistories;

/// <summary>A way in which the reference for tellings and challenges can be made wrong on purpose.</summary>
public enum TellingDeviation
{
    None,
    CorrectionsAreToldToo,
    CorrectionsKeepTheDay,
    RetractedTellingsTell,
    TellingsAreForAll,
    SeenBeforeTheDay,
    NothingIsAgreed,
    AnswersWaitToBeTold,
    UpholdingTellsNothing,
    WithdrawnStillWaits,
    InWithoutBeingTold,
}

/// <summary>
/// What an organisation's own people see and what became of challenges, told naively from the words of the design: for each entry, by reading
/// all of them again. Nothing of the program's timelines is used.
/// </summary>
internal sealed class ReferenceTelling(IReadOnlyList<Entry> stream, TellingDeviation deviation)
{
    /// <summary>What is seen of the stream: id and content, by place.</summary>
    public IEnumerable<(Guid Id, string Content)> SeenBy(OdsCode organisation, DateOnly day) =>
        from entry in stream
        where entry.Event is not (EntryCorrected or EntryRetracted) && Counts(entry, long.MaxValue)
        where IsShown(entry, organisation, day)
        select (entry.Id, EventCatalogue.Write(Content(entry, long.MaxValue).Content));

    /// <summary>Where each challenge stands on a day: id, word, and what mends it.</summary>
    public IEnumerable<(Guid Id, string State, Guid? MendedBy)> Challenges(DateOnly day)
    {
        foreach (var entry in stream.Where(e => e.Event is EntryChallenged && Counts(e, long.MaxValue)))
        {
            if (Content(entry, long.MaxValue).Content.Decision.Effective.Earliest > day)
            {
                continue;
            }

            var about = stream
                .Where(e =>
                    e.Event is ChallengeAcknowledged or ChallengeUpheld or ChallengeNotUpheld or ChallengeWithdrawn
                    && Counts(e, long.MaxValue)
                )
                .Select(e => (Entry: e, Content(e, long.MaxValue).Content))
                .Where(e =>
                    e.Content.Decision.Effective.Earliest <= day && Root(ChallengeOf(e.Content))?.Id == entry.Id
                )
                .Where(e => deviation != TellingDeviation.WithdrawnStillWaits || e.Content is not ChallengeWithdrawn)
                .ToArray();
            var answers = about
                .Where(e => e.Content is not ChallengeAcknowledged)
                .OrderBy(e => e.Content.Decision.Effective.Latest)
                .ThenBy(e => e.Entry.Place)
                .ToArray();
            yield return answers is [.., var last]
                ? (
                    entry.Id,
                    last.Content switch
                    {
                        ChallengeUpheld => "upheld",
                        ChallengeNotUpheld => "not upheld",
                        _ => "withdrawn",
                    },
                    (last.Content as ChallengeUpheld)?.Correction
                )
                : (entry.Id, about.Length > 0 ? "acknowledged" : "made", null);
        }
    }

    private bool IsShown(Entry entry, OdsCode organisation, DateOnly day)
    {
        var (content, _) = Content(entry, long.MaxValue);
        var isPublic = content is OrganisationRegistered or SegmentPublished;
        if (isPublic)
        {
            return true;
        }

        var said =
            content is EntryChallenged { Organisation: var challenger } && challenger == organisation
            || content is ChallengeWithdrawn { Organisation: var withdrew } && withdrew == organisation
            || content is TransitionPlanAgreed && deviation != TellingDeviation.NothingIsAgreed;
        var answered =
            deviation != TellingDeviation.AnswersWaitToBeTold
            && content is ChallengeAcknowledged or ChallengeUpheld or ChallengeNotUpheld or ChallengeWithdrawn
            && ChallengerOf(ChallengeOf(content)) == organisation;
        // Its own stream, and an engagement once it was told that it is in.
        return (said || answered || IsToldOf(entry, organisation, day))
            && (
                entry.Subject.Organisation is { } own
                    ? own == organisation
                    : stream.Any(e =>
                        e.Event is RecoveryEntered
                        && Counts(e, long.MaxValue)
                        && ((RecoveryEntered)Content(e, long.MaxValue).Content).Members.Contains(organisation)
                        && (deviation == TellingDeviation.InWithoutBeingTold || IsToldOf(e, organisation, day))
                    )
            );
    }

    private bool IsToldOf(Entry entry, OdsCode organisation, DateOnly day)
    {
        var (content, version) = Content(entry, long.MaxValue);
        if (
            content.Decision.Communicated <= day
            && (
                deviation == TellingDeviation.CorrectionsKeepTheDay
                || FirstToldOn(content.Decision.Communicated, entry, version) == version
            )
        )
        {
            return true;
        }

        if (content is EntryCommunicated itself && IsToldBy(itself, itself.To, organisation, day))
        {
            return true;
        }

        return stream.Any(telling => Tells(telling, entry, version, organisation, day));
    }

    // Going back from what it says now, the earliest that was said of it with that day: null, the entry itself.
    private Guid? FirstToldOn(DateOnly? day, Entry entry, Guid? version) =>
        entry.Event.Decision.Communicated == day || version is null
            ? null
            : stream
                .First(e =>
                    e.Event is EntryCorrected { Replacement: var said }
                    && said.Decision.Communicated == day
                    && Corrects(e)?.Id == entry.Id
                )
                .Id;

    private bool Tells(Entry telling, Entry entry, Guid? version, OdsCode organisation, DateOnly day)
    {
        if (!Counts(telling, long.MaxValue) && deviation != TellingDeviation.RetractedTellingsTell)
        {
            return false;
        }

        if (telling.Event is EntryCommunicated)
        {
            var said = (EntryCommunicated)Content(telling, long.MaxValue).Content;
            return IsToldBy(said, said.To, organisation, day)
                && Root(said.Entry)?.Id == entry.Id
                && WasSo(entry, version, telling.Place);
        }

        if (telling.Event is ChallengeUpheld && deviation != TellingDeviation.UpholdingTellsNothing)
        {
            var said = (ChallengeUpheld)Content(telling, long.MaxValue).Content;
            var challenge = Root(said.Challenge);
            return challenge?.Event is EntryChallenged
                && (EntryChallenged)Content(challenge, long.MaxValue).Content is var made
                && IsToldBy(said, [made.Organisation.Value], organisation, day)
                && Root(made.Entry)?.Id == entry.Id
                && stream.FirstOrDefault(e => e.Id == said.Correction && e.Place < telling.Place) is { } change
                && ChangedBy(change)?.Id == entry.Id
                && WasSo(entry, version, change.Place + 1);
        }

        return false;
    }

    private bool IsToldBy(Event telling, IReadOnlyList<string> to, OdsCode organisation, DateOnly day) =>
        (deviation == TellingDeviation.TellingsAreForAll || to.Contains(organisation.Value))
        && telling.Decision.Effective.Precision != DatePrecision.Unknown
        && (
            deviation == TellingDeviation.SeenBeforeTheDay
                ? telling.Decision.Effective.Earliest <= day
                : telling.Decision.Effective.Latest <= day
        );

    // It said then what it says now.
    private bool WasSo(Entry entry, Guid? version, long before) =>
        entry.Place < before
        && (
            deviation == TellingDeviation.CorrectionsAreToldToo
            || (Counts(entry, before) && Content(entry, before).Version == version)
        );

    private static Guid ChallengeOf(Event content) =>
        content switch
        {
            ChallengeAcknowledged acknowledged => acknowledged.Challenge,
            ChallengeUpheld upheld => upheld.Challenge,
            ChallengeNotUpheld not => not.Challenge,
            ChallengeWithdrawn withdrawn => withdrawn.Challenge,
            _ => Guid.Empty,
        };

    private OdsCode? ChallengerOf(Guid challenge) =>
        Root(challenge) is { Event: EntryChallenged } made
            ? ((EntryChallenged)Content(made, long.MaxValue).Content).Organisation
        : Root(challenge) is { Event: ChallengeWithdrawn } withdrawn
            ? ((ChallengeWithdrawn)Content(withdrawn, long.MaxValue).Content).Organisation
        : null;

    private bool Counts(Entry entry, long before) =>
        !stream.Any(e =>
            e.Place < before
            && e.Place > entry.Place
            && e.Event is EntryRetracted { Target: var target }
            && target == entry.Id
            && Counts(e, before)
        );

    // The latest correction that counts and leads to it, and is of its kind.
    private (Event Content, Guid? Version) Content(Entry entry, long before) =>
        stream.LastOrDefault(e =>
            e.Place < before && e.Event is EntryCorrected && Corrects(e)?.Id == entry.Id && Counts(e, before)
        )
            is { Event: EntryCorrected { Replacement: var instead } } correction
            ? (instead, correction.Id)
            : (entry.Event, null);

    private Entry? Corrects(Entry correction)
    {
        Entry? entry = correction;
        while (entry?.Event is EntryCorrected { Target: var target })
        {
            entry = stream.FirstOrDefault(e => e.Id == target && e.Place < entry.Place);
        }

        return
            entry is not null
            && entry.Event is not EntryRetracted
            && ((EntryCorrected)correction.Event).Replacement.GetType() == entry.Event.GetType()
            ? entry
            : null;
    }

    private Entry? Root(Guid id) =>
        stream.FirstOrDefault(e => e.Id == id) switch
        {
            null or { Event: EntryRetracted } => null,
            { Event: EntryCorrected } correction => Corrects(correction),
            var entry => entry,
        };

    private Entry? ChangedBy(Entry change)
    {
        if (change.Event is not (EntryCorrected or EntryRetracted))
        {
            return null;
        }

        Entry? entry = change;
        while (entry?.Event is EntryRetracted { Target: var target })
        {
            entry = stream.FirstOrDefault(e => e.Id == target && e.Place < entry.Place);
        }

        return entry is null ? null : Root(entry.Id);
    }
}
