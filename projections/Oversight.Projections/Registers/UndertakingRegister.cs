using Oversight.Record.Recovery;
using Oversight.Record.Undertakings;

namespace Oversight.Projections.Registers;

/// <summary>Where an undertaking stands.</summary>
public enum UndertakingState
{
    /// <summary>Something is still to be done.</summary>
    Open,

    /// <summary>It was judged complied with.</summary>
    Complied,

    /// <summary>It holds no longer.</summary>
    Discharged,
}

/// <summary>Whether undertakings are published.</summary>
public enum PublicationState
{
    /// <summary>They are.</summary>
    Published,

    /// <summary>They are not, and it was said why.</summary>
    Withheld,

    /// <summary>Nobody said.</summary>
    NotStated,
}

/// <summary>The undertakings, one row for each item.</summary>
internal static class UndertakingRegister
{
    public static Register Register { get; } =
        Registers.Register.Of(
            "undertakings",
            "Undertakings",
            "Every undertaking accepted by the day, one row for each item, as varied by the day.",
            new ColumnsOf<Item>()
                .Text("undertakings", "Set", "The id of the set.", u => u.Set.Subject.Id)
                .Text("ods", "ODS", "The organisation that gave them.", u => u.Set.Organisation.Value)
                .Text("name", "Organisation", "Its name.", u => u.Name)
                .List("region", "Region", "The code of its region.", u => u.Regions)
                .Text("legalBasis", "Legal basis", "The id of what they rest on in law.", u => u.Set.Basis.Id)
                .Text("legalBasisTitle", "Legal basis in words", "What it is called.", u => u.Set.Basis.Title)
                .Word<LegalTest>("test", "Test", "The test that was applied.", u => u.Set.Content.Test)
                .List("grounds", "Grounds", "Why they were accepted.", u => u.Set.Content.Grounds)
                .Date("accepted", "Accepted", "When.", u => u.Set.Accepted.Effective)
                .Text("reference", "Reference", "The item's number in the document.", u => u.Accepted.Reference)
                .Text("wording", "Undertaking", "What is undertaken, as varied.", u => u.Current.Wording)
                .Text("owner", "Owner", "Who has to bring it about.", u => u.Current.Owner)
                .Date("due", "Due", "By when, as varied.", u => u.Current.Due)
                .Word<UndertakingState>("state", "State", "Where it stands.", u => u.State)
                .Number(
                    "daysLeft",
                    "Days left",
                    "Days to the latest day of that while it is open; negative when overdue.",
                    u => u.DaysLeft
                )
                .YesNo(
                    "overdue",
                    "Overdue",
                    "Whether that day has passed while it is open; empty where it is open and no date is recorded.",
                    u => u is { State: UndertakingState.Open, DaysLeft: null } ? null : u.DaysLeft < 0
                )
                .Word(
                    "within",
                    "Due within",
                    "How soon it is due, while it is open.",
                    DueWithin.Words,
                    u => DueWithin.Of(u.DaysLeft)
                )
                .Date("originalDue", "Due as accepted", "By when, before any variation.", u => u.Accepted.Due)
                .YesNo("varied", "Varied", "Whether a variation was agreed by the day.", u => u.Variation is not null)
                .Date(
                    "variationAgreed",
                    "Variation agreed",
                    "From when the last one holds.",
                    u => u.Variation?.Effective
                )
                .List(
                    "variationAgreedBy",
                    "Agreed by",
                    "The bodies that agreed to it.",
                    u => u.Variation?.Content.AgreedBy
                )
                .Text("variationReason", "Why varied", "Why.", u => u.Variation?.Content.Decision.Rationale)
                .Word<ComplianceJudgement>(
                    "judgement",
                    "Judgement",
                    "How far it was complied with, as judged last.",
                    u => u.Judgement?.Content.Judgement
                )
                .Date("judged", "Judged", "When.", u => u.Judgement?.Effective)
                .Text("progress", "Progress", "What the organisation told last.", u => u.Progress?.Content.Progress)
                .Word<Brag>(
                    "progressRating",
                    "Own rating",
                    "How the organisation sees it.",
                    u => u.Progress?.Content.Rating
                )
                .Date("breached", "Breached", "When it was established that it was broken.", u => u.Breach?.Effective)
                .Word<PublicationState>("publication", "Publication", "Whether they are published.", u => u.Publication)
                .Text("publishedAt", "Published at", "Where.", u => u.Said?.Publication.Address)
                .Text("withheldBecause", "Withheld because", "Why not.", u => u.Said?.Publication.WithheldBecause),
            "undertakings, ods, name, reference, wording, due, daysLeft, state, varied, publication",
            (record, day) =>
            {
                var organisations = new RegisteredOrganisations(record);
                return from subject in record.Subjects
                    let set = AcceptedUndertakings.Of(record.TimelineOf(subject))
                    where set is not null && set.Accepted.Effective.Earliest <= day
                    from item in set.Content.Items
                    select Item.Of(record, organisations, set, item, day);
            },
            u => new(u.RestsOn.Select(EntryReference.To), [AnswerRules.UndertakingDue], u.Framework),
            MayBeMissing.Undertakings,
            MayBeMissing.UndertakingDue
        );

    private sealed record Item(
        AcceptedUndertakings Set,
        UndertakingItem Accepted,
        UndertakingItem Current,
        string Name,
        IReadOnlyList<string> Regions,
        UndertakingState State,
        int? DaysLeft,
        BelievedEntry<UndertakingVaried>? Variation,
        BelievedEntry<UndertakingJudged>? Judgement,
        BelievedEntry<UndertakingProgressReported>? Progress,
        BelievedEntry<UndertakingsBreached>? Breach,
        (Publication Publication, BelievedEntry Entry)? Said,
        IReadOnlyList<BelievedEntry> RestsOn,
        string? Framework
    )
    {
        public PublicationState Publication =>
            Said is not { } said ? PublicationState.NotStated
            : said.Publication.Address is null ? PublicationState.Withheld
            : PublicationState.Published;

        public static Item Of(
            RecordAt record,
            RegisteredOrganisations organisations,
            AcceptedUndertakings set,
            UndertakingItem item,
            DateOnly on
        )
        {
            var (current, rests) = set.ItemOn(item, on);
            var discharges = set.DischargesOf(item.Reference, on);
            var open = set.IsOpen(item.Reference, on);
            BelievedEntry<T>? Last<T>(Func<T, bool> isAboutIt)
                where T : class => Registers.Said.Last(set.Timeline.Of<T>().Where(e => isAboutIt(e.Content)), on);
            var judgement = Last<UndertakingJudged>(c => c.Item == item.Reference);
            var progress = Last<UndertakingProgressReported>(c => c.Item == item.Reference);
            var breach = Last<UndertakingsBreached>(c => c.Items.Contains(item.Reference));
            var said = set.PublicationOn(on);
            return new(
                set,
                item,
                current,
                organisations.NameOf(set.Organisation),
                organisations.RegionsOf([set.Organisation]),
                open ? UndertakingState.Open
                    : discharges.Count > 0 ? UndertakingState.Discharged
                    : UndertakingState.Complied,
                open ? DueDate.DaysLeft(current.Due, on) : null,
                Last<UndertakingVaried>(c => c.Item == item.Reference),
                judgement,
                progress,
                breach,
                said,
                [
                    .. rests
                        .Concat(discharges)
                        .Concat(
                            new BelievedEntry?[] { judgement, progress, breach, said?.Entry }.OfType<BelievedEntry>()
                        )
                        .Distinct()
                        .OrderBy(e => e.Place),
                ],
                Registers.Said.Framework(record, on)
            );
        }
    }
}
