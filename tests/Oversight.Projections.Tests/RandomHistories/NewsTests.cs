using Oversight.Projections.Notifications;
using Oversight.Projections.Visibility;
using Oversight.Record;
using Oversight.Record.People;

namespace Oversight.Projections.Tests.RandomHistories;

/// <summary>Whatever is in the record, people are told of what they see and is theirs, and of nothing else.</summary>
public sealed class NewsTests
{
    [Fact]
    public void Nobody_is_told_of_what_they_do_not_see_or_said_themselves()
    {
        var told = new Dictionary<string, int>(StringComparer.Ordinal);
        // Those who look after somebody were told something, and nobody else anything.
        string[] wanted = ["Region", "Lead", "Contributor", "several"];
        History.Repeat(40, () => wanted.All(told.ContainsKey), TellOfOne);
        Assert.Equal([], wanted.Except(told.Keys));
        Assert.DoesNotContain($"{Role.Auditor}", told.Keys);
        Assert.DoesNotContain($"{Role.Administrator}", told.Keys);

        void TellOfOne()
        {
            var seed = Random.Shared.Next(1, int.MaxValue);
            var random = new Random(~seed);
            var entries = RandomRights.Of(seed);
            var timelines = RandomRights.Timelines(entries);
            var whole = timelines.At(timelines.Place);
            foreach (var sight in RandomRights.People(entries, random))
            {
                var seen = whole.AsSeenBy(sight);
                var reader = random.Next(2) == 0 ? "somebody" : entries[random.Next(entries.Count)].LoggedBy;
                EntryNews[] news =
                [
                    .. News.Of(entries, whole, sight, reader),
                    .. News.BecameVisible(whole, sight, sight.On.AddDays(-random.Next(1, 60)), reader),
                ];
                foreach (var one in news)
                {
                    var role = sight.Grants.All is [var only] ? $"{only.Role}" : "several";
                    told[role] = told.GetValueOrDefault(role) + 1;
                    Assert.True(
                        seen.TimelineOf(one.Entry.Subject)?.Recorded.Any(entry => entry.Id == one.Entry.Id),
                        $"Seed {seed}: {role} is told of {one.Entry.Id}"
                    );
                    Assert.True(NewsSeen.IsSeen(seen, one.Entry.Subject.Value, one.Entry.Id));
                    Assert.NotNull(NewsSeen.OfEntry(seen, one.Entry.Subject.Value, one.Entry.Id));
                }

                Assert.All(
                    News.DeadlinesOf(whole, sight),
                    found =>
                    {
                        Assert.NotNull(seen.TimelineOf(SubjectId.FromStream(found.Deadline.Subject)));
                        Assert.Equal(
                            found.Deadline.DaysLeft switch
                            {
                                < 0 => "overdue",
                                <= 1 => "1",
                                <= 7 => "7",
                                _ => "30",
                            },
                            found.Step
                        );
                    }
                );
            }
        }
    }
}
