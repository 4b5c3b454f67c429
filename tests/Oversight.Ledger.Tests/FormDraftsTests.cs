using Oversight.Record;

namespace Oversight.Ledger.Tests;

public sealed class FormDraftsTests(SharedRecord record) : IClassFixture<SharedRecord>
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task A_draft_is_its_writers_alone_until_an_entry_was_made_of_it()
    {
        var drafts = new FormDrafts(record.Database.Program);
        var draft = Draft("Waits.");
        await drafts.KeepAsync("user:kim", draft, None);

        Assert.Null(await drafts.FindAsync("user:alex", draft.Id, None));
        Assert.Empty(await drafts.OfAsync("user:alex", None));
        Assert.False(await drafts.DeleteAsync("user:alex", draft.Id, None));
        await Assert.ThrowsAsync<BadInputException>(() => drafts.KeepAsync("user:alex", draft, None));
        await drafts.LoggedAsync("user:alex", draft.Id, Guid.NewGuid(), None);

        await drafts.KeepAsync("user:kim", Draft("Agreed.", draft.Id), None);
        var kept = Assert.Single(await drafts.OfAsync("user:kim", None));
        Assert.Equal(["Agreed."], kept.Fields["decision.rationale"]);

        var entry = Guid.NewGuid();
        await drafts.LoggedAsync("user:kim", draft.Id, entry, None);
        Assert.Empty(await drafts.OfAsync("user:kim", None));
        var logged = await drafts.FindAsync("user:kim", draft.Id, None);
        Assert.Equal((entry, 0), (logged!.Logged, logged.Fields.Count));
        await Assert.ThrowsAsync<BadInputException>(() => drafts.KeepAsync("user:kim", draft, None));
    }

    [Fact]
    public async Task So_many_are_kept_of_such_a_size()
    {
        var drafts = new FormDrafts(record.Database.Program);
        await Assert.ThrowsAsync<BadInputException>(() =>
            drafts.KeepAsync("user:many", Draft(new string('x', FormDrafts.Largest)), None)
        );
        var first = Draft("First.");
        await drafts.KeepAsync("user:many", first, None);
        for (var i = 1; i < FormDrafts.Most; i++)
        {
            await drafts.KeepAsync("user:many", Draft("More."), None);
        }

        await Assert.ThrowsAsync<BadInputException>(() => drafts.KeepAsync("user:many", Draft("One more."), None));
        await drafts.KeepAsync("user:many", Draft("Changed.", first.Id), None);
        Assert.True(await drafts.DeleteAsync("user:many", first.Id, None));
        await drafts.KeepAsync("user:many", Draft("One more."), None);
    }

    private static FormDraft Draft(string rationale, Guid? id = null) =>
        new(
            id ?? Guid.CreateVersion7(),
            "segment",
            "organisation-QOC",
            3,
            new Dictionary<string, string[]> { ["decision.rationale"] = [rationale] },
            null,
            default
        );
}
