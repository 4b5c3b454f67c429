using Npgsql;

namespace Oversight.Ledger.People;

/// <summary>A passkey as it is kept: what the browser's answers are verified with.</summary>
/// <param name="Id">The id that its device gave it.</param>
/// <param name="Subject">The account's subject.</param>
/// <param name="Name">What its owner calls it.</param>
/// <param name="PublicKey">The public half of its key pair.</param>
/// <param name="Created">When it was made.</param>
/// <param name="SignCount">How often the device says that it was used.</param>
/// <param name="Transports">How the device is reached; null when it did not say.</param>
/// <param name="IsUserVerified">Whether the device knew its user.</param>
/// <param name="IsBackupEligible">Whether it may be on several devices.</param>
/// <param name="IsBackedUp">Whether it is.</param>
/// <param name="AttestationObject">What the device said when it was made.</param>
/// <param name="ClientDataJson">What the browser said when it was made.</param>
public sealed record Passkey(
    byte[] Id,
    string Subject,
    string? Name,
    byte[] PublicKey,
    DateTimeOffset Created,
    uint SignCount,
    string[]? Transports,
    bool IsUserVerified,
    bool IsBackupEligible,
    bool IsBackedUp,
    byte[] AttestationObject,
    byte[] ClientDataJson
);

/// <summary>The passkeys of local accounts.</summary>
public sealed class Passkeys(NpgsqlDataSource dataSource)
{
    private const string Columns =
        "id, account, name, public_key, created, sign_count, transports, user_verified, backup_eligible, backed_up, "
        + "attestation_object, client_data_json";

    /// <summary>The passkeys of an account, the first one first.</summary>
    public async Task<IReadOnlyList<Passkey>> OfAsync(string subject, CancellationToken cancellation = default) =>
        await dataSource
            .Ask($"select {Columns:sql} from access.passkey where account = {subject} order by created, id")
            .RowsAsync(Read, cancellation);

    /// <summary>The passkey of that id; null when there is none.</summary>
    public Task<Passkey?> FindAsync(byte[] id, CancellationToken cancellation = default) =>
        dataSource.Ask($"select {Columns:sql} from access.passkey where id = {id}").RowAsync(Read, cancellation);

    /// <summary>Keeps a new passkey, or what its device said when it was used.</summary>
    public Task KeepAsync(Passkey passkey, CancellationToken cancellation = default) =>
        // The same id is another account's only if two devices gave the same, or one lies: then nothing changes.
        dataSource
            .Ask(
                $"""
                insert into access.passkey ({Columns:sql})
                values ({passkey.Id}, {passkey.Subject}, {passkey.Name}, {passkey.PublicKey}, {passkey.Created},
                    {(long)
                    passkey.SignCount}, {passkey.Transports}, {passkey.IsUserVerified}, {passkey.IsBackupEligible},
                    {passkey.IsBackedUp}, {passkey.AttestationObject}, {passkey.ClientDataJson})
                on conflict (id) do update set
                    name = excluded.name,
                    sign_count = excluded.sign_count,
                    user_verified = excluded.user_verified,
                    backup_eligible = excluded.backup_eligible,
                    backed_up = excluded.backed_up
                where passkey.account = excluded.account
                """
            )
            .DoAsync(cancellation);

    /// <summary>Removes a passkey of an account.</summary>
    public Task RemoveAsync(string subject, byte[] id, CancellationToken cancellation = default) =>
        dataSource.Ask($"delete from access.passkey where account = {subject} and id = {id}").DoAsync(cancellation);

    private static Passkey Read(NpgsqlDataReader reader) =>
        new(
            reader.GetFieldValue<byte[]>(0),
            reader.GetString(1),
            reader.TextOrNull(2),
            reader.GetFieldValue<byte[]>(3),
            reader.Instant(4),
            (uint)reader.GetInt64(5),
            reader.IsDBNull(6) ? null : reader.GetFieldValue<string[]>(6),
            reader.GetBoolean(7),
            reader.GetBoolean(8),
            reader.GetBoolean(9),
            reader.GetFieldValue<byte[]>(10),
            reader.GetFieldValue<byte[]>(11)
        );
}
