using System.Text.Json;
using Npgsql;

namespace Oversight.Ledger;

/// <summary>What somebody has written into a form and not logged yet.</summary>
/// <param name="Id">Its id; also the key under which it is logged, so that it is logged once.</param>
/// <param name="Kind">The word of the kind of decision.</param>
/// <param name="About">The stream of what it is about.</param>
/// <param name="Version">The subject's version when the form was opened, as its writer was told it.</param>
/// <param name="Fields">What the form holds, by the names of its fields.</param>
/// <param name="Logged">The entry that was made of it; null until then.</param>
/// <param name="Changed">When it was kept last.</param>
public sealed record FormDraft(
    Guid Id,
    string Kind,
    string About,
    long Version,
    IReadOnlyDictionary<string, string[]> Fields,
    Guid? Logged,
    DateTimeOffset Changed
);

/// <summary>Forms that are not logged yet, each its writer's alone: nobody else is given it by any of these.</summary>
public sealed class FormDrafts(NpgsqlDataSource dataSource)
{
    /// <summary>How many one person may keep.</summary>
    public const int Most = 100;

    /// <summary>How many characters one may hold.</summary>
    public const int Largest = 200_000;

    private const string Columns = "id, kind, about, version, fields::text, logged, changed";

    /// <summary>Keeps a form as it is now; what was kept of it before is gone. Forms that nobody has touched for 90 days are deleted.</summary>
    /// <param name="account">Its writer.</param>
    /// <param name="draft">The form.</param>
    /// <param name="cancellation">Stops the writing.</param>
    /// <exception cref="BadInputException">It is too large, its writer keeps too many already, or it was logged or deleted meanwhile.</exception>
    public async Task KeepAsync(string account, FormDraft draft, CancellationToken cancellation)
    {
        var fields = JsonSerializer.Serialize(draft.Fields);
        if (fields.Length > Largest)
        {
            throw new BadInputException("form", $"holds more than {Largest:N0} characters: shorten its texts.");
        }

        await dataSource
            .Ask($"delete from access.form_draft where changed < now() - interval '90 days'")
            .DoAsync(cancellation);
        var kept = await dataSource
            .Ask(
                $"""
                update access.form_draft set version = {draft.Version}, fields = {fields}::jsonb, changed = clock_timestamp()
                where id = {draft.Id} and account = {account} and logged is null
                """
            )
            .DoAsync(cancellation);
        if (kept == 0)
        {
            kept = await dataSource
                .Ask(
                    $"""
                    insert into access.form_draft (id, account, kind, about, version, fields)
                    select {draft.Id}, {account}, {draft.Kind}, {draft.About}, {draft.Version}, {fields}::jsonb
                    where (select count(*) from access.form_draft where account = {account} and logged is null) < {Most}
                    on conflict (id) do nothing
                    """
                )
                .DoAsync(cancellation);
        }

        if (kept == 0)
        {
            throw new BadInputException(
                "form",
                $"cannot be kept: you keep {Most} drafts already, or it was logged or deleted. Look at your drafts."
            );
        }
    }

    /// <summary>A form of somebody's; null when they keep none of that id.</summary>
    public async Task<FormDraft?> FindAsync(string account, Guid id, CancellationToken cancellation) =>
        await dataSource
            .Ask($"select {Columns:sql} from access.form_draft where id = {id} and account = {account}")
            .RowAsync(Read, cancellation);

    /// <summary>The forms that somebody keeps and has not logged, the last one first.</summary>
    public async Task<IReadOnlyList<FormDraft>> OfAsync(string account, CancellationToken cancellation) =>
        await dataSource
            .Ask(
                $"""
                select {Columns:sql} from access.form_draft
                where account = {account} and logged is null and changed >= now() - interval '90 days'
                order by changed desc, id
                """
            )
            .RowsAsync(Read, cancellation);

    /// <summary>An entry was made of a form: what it held is deleted.</summary>
    public async Task LoggedAsync(string account, Guid id, Guid entry, CancellationToken cancellation) =>
        await dataSource
            .Ask(
                $"""
                update access.form_draft set fields = {"{}"}::jsonb, logged = {entry}, changed = clock_timestamp()
                where id = {id} and account = {account} and logged is null
                """
            )
            .DoAsync(cancellation);

    /// <summary>Deletes a form of somebody's.</summary>
    /// <returns>False when they keep none of that id.</returns>
    public async Task<bool> DeleteAsync(string account, Guid id, CancellationToken cancellation) =>
        await dataSource
            .Ask($"delete from access.form_draft where id = {id} and account = {account} and logged is null")
            .DoAsync(cancellation) == 1;

    private static FormDraft Read(NpgsqlDataReader reader) =>
        new(
            reader.GetGuid(0),
            reader.GetString(1),
            reader.GetString(2),
            reader.GetInt64(3),
            JsonSerializer.Deserialize<Dictionary<string, string[]>>(reader.GetString(4))!,
            reader.IsDBNull(5) ? null : reader.GetGuid(5),
            reader.Instant(6)
        );
}
