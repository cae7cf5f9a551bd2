using Orleans.Concurrency;

namespace BlueSky.Access;

/// <summary>What a key may do. Scopes combine.</summary>
[Flags]
public enum Scopes
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Read sources, violations, towns, values.</summary>
    Read = 1,

    /// <summary>Bring in readings as JSON.</summary>
    Ingest = 2,

    /// <summary>Register and bind devices, rotate secrets.</summary>
    Devices = 4,

    /// <summary>Change the register of sources, enter inspections and surveys.</summary>
    Register = 8,

    /// <summary>Users, keys, recounts, the cluster dashboard. A key that has it has <see cref="Assess"/> and <see cref="Audit"/> too.</summary>
    Administer = 16,

    /// <summary>履职: decide for one's unit in the closed loop and the task ledger.</summary>
    Act = 32,

    /// <summary>考核: run assessments, confirm revisions, settle the account.</summary>
    Assess = 64,

    /// <summary>审计: read the audit log.</summary>
    Audit = 128,

    /// <summary>Everything.</summary>
    All = Read | Ingest | Devices | Register | Administer | Act | Assess | Audit,
}

/// <summary>Who presented a valid key.</summary>
/// <param name="KeyId">Public part of the key.</param>
/// <param name="Name">Name of its owner, for the audit log.</param>
/// <param name="Scopes">What it may do.</param>
/// <param name="ExpiresAt">When it ends; null for never.</param>
/// <param name="Unit">Code of the town or department acted for; null for none.</param>
/// <param name="Role">Role in the unit.</param>
[GenerateSerializer, Immutable]
public sealed record KeyHolder(
    [property: Id(0)] string KeyId, [property: Id(1)] string Name, [property: Id(2)] Scopes Scopes, [property: Id(3)] DateTimeOffset? ExpiresAt,
    [property: Id(4)] string? Unit = null, [property: Id(5)] Role Role = Role.Reader);

/// <summary>One API key, written <c>bsk_ID_SECRET</c>. Grain key: ID. Holds only a hash of the secret.</summary>
[Alias("api-key")]
public interface IApiKeyGrain : IGrainWithStringKey
{
    /// <summary>
    /// Makes the key with a new random secret and gives back the whole key this once.
    /// </summary>
    /// <exception cref="Messages.RefusedException">The id is taken, the unit is none of the district's, or a role has no unit.</exception>
    Task<string> Create(string name, Scopes scopes, DateTimeOffset? expiresAt, string actor, string? unit = null, Role role = Role.Reader);

    /// <summary>True once the key was made, also after it was revoked.</summary>
    [AlwaysInterleave]
    Task<bool> Exists();

    /// <summary>Who it is when the secret is right, the key not expired and not revoked; else null. Constant-time compare.</summary>
    [AlwaysInterleave]
    Task<KeyHolder?> Verify(string secret);

    /// <summary>Ends the key for good; idempotent.</summary>
    Task Revoke(string actor);
}
