using Npgsql;

namespace Oversight.Ledger.People;

/// <summary>Whom an OpenID Connect provider means, by its address and its own id of a person.</summary>
public sealed class OutsideNames(NpgsqlDataSource dataSource)
{
    /// <summary>The account's subject; null when nobody signed in so yet.</summary>
    public Task<string?> FindAsync(string issuer, string outsideSubject, CancellationToken cancellation = default) =>
        dataSource
            .Ask(
                $"select account from access.outside_name where issuer = {issuer} and outside_subject = {outsideSubject}"
            )
            .ValueAsync<string>(cancellation);

    /// <summary>Whether a provider signs an account in.</summary>
    public Task<bool> IsKnownAsync(string subject, CancellationToken cancellation = default) =>
        dataSource
            .Ask($"select exists (select from access.outside_name where account = {subject})")
            .ValueAsync<bool>(cancellation);

    /// <summary>Keeps whom it means, for good.</summary>
    /// <returns>The account's subject: another one when somebody was quicker.</returns>
    public async Task<string> KeepAsync(
        string issuer,
        string outsideSubject,
        string subject,
        CancellationToken cancellation = default
    )
    {
        await dataSource
            .Ask(
                $"""
                insert into access.outside_name (issuer, outside_subject, account) values ({issuer}, {outsideSubject}, {subject})
                on conflict do nothing
                """
            )
            .DoAsync(cancellation);
        return (await FindAsync(issuer, outsideSubject, cancellation))!;
    }
}
