using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using BlueSky.Audit;
using BlueSky.Districts;
using BlueSky.Messages;
using BlueSky.Store;

namespace BlueSky.Access;

/// <summary>The stored form of a key: never the secret, only its SHA-256 (the secret has 256 random bits, so no salt or stretching is needed).</summary>
internal sealed class ApiKeyState
{
    public string Name { get; set; } = "";

    public Scopes Scopes { get; set; }

    public byte[] SecretHash { get; set; } = [];

    public DateTimeOffset? ExpiresAt { get; set; }

    public DateTimeOffset? RevokedAt { get; set; }

    public string? Unit { get; set; }

    public Role Role { get; set; }
}

/// <summary>One API key.</summary>
internal sealed class ApiKeyGrain(
    [PersistentState("api-key")] IPersistentState<ApiKeyState> state, IPublication publication, TimeProvider clock, District district)
    : Grain, IApiKeyGrain
{
    // What "everything" was before Act came: a key that had everything keeps everything.
    private const Scopes AllBeforeAct = Scopes.Read | Scopes.Ingest | Scopes.Devices | Scopes.Register | Scopes.Administer;

    private string KeyId => this.GetPrimaryKeyString();

    public async Task<string> Create(string name, Scopes scopes, DateTimeOffset? expiresAt, string actor, string? unit, Role role)
    {
        if (state.RecordExists) throw new RefusedException("key-exists", "id", $"密钥 {KeyId} 已存在，请换一个编号。Key {KeyId} exists; choose another id.");
        if (KeyId.Length is 0 or > 32 || !KeyId.All(char.IsAsciiLetterOrDigit))
            throw new RefusedException("bad-key-id", "id", "编号须为 1–32 个字母或数字。The id must be 1-32 ASCII letters or digits.");
        if (string.IsNullOrWhiteSpace(name))
            throw new RefusedException("no-name", "name", "请填写密钥所有者。Give the owner's name, for the audit log.");
        if (expiresAt <= clock.GetUtcNow())
            throw new RefusedException("already-expired", "expiresAt", "到期时间已过。The expiry must lie in the future.");
        if (unit is not null && district.UnitOf(unit) is null)
            throw new RefusedException("unknown-unit", "unit", $"没有单位 {unit}，请用镇街或部门的代码。There is no such town or department; give its code.");
        if (unit is null != role is Role.Reader || role is Role.System)
            throw new RefusedException("role-without-unit", "role", "网格员、经办人、负责人须有单位，无单位的只读。A grid member, officer or lead has a unit; without one a key only reads.");

        var secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        state.State = new ApiKeyState { Name = name, Scopes = scopes, SecretHash = Hash(secret), ExpiresAt = expiresAt, Unit = unit, Role = role };
        await state.Write();
        await Audit(actor, "key.created", unit is null ? $"{name}: {scopes}" : $"{name}: {scopes}, {role} of {unit}");
        return $"bsk_{KeyId}_{secret}";
    }

    public Task<bool> Exists() => Task.FromResult(state.RecordExists);

    public Task<KeyHolder?> Verify(string secret)
    {
        var key = state.State;
        var isRight = CryptographicOperations.FixedTimeEquals(Hash(secret), key.SecretHash);
        var isLive = state.RecordExists && key.RevokedAt is null && !(key.ExpiresAt <= clock.GetUtcNow());
        return Task.FromResult(isRight && isLive ? new KeyHolder(KeyId, key.Name, Effective(key.Scopes), key.ExpiresAt, key.Unit, key.Role) : null);
    }

    public async Task Revoke(string actor)
    {
        if (!state.RecordExists || state.State.RevokedAt is not null) return;
        state.State.RevokedAt = clock.GetUtcNow();
        await state.Write();
        await Audit(actor, "key.revoked", state.State.Name);
    }

    // Assessing and auditing were part of administering before they had scopes of their own.
    private static Scopes Effective(Scopes scopes)
    {
        if (scopes == AllBeforeAct) return Scopes.All;
        return scopes.HasFlag(Scopes.Administer) ? scopes | Scopes.Assess | Scopes.Audit : scopes;
    }

    private Task Audit(string actor, string action, string detail) =>
        publication.Append([new AuditEntry(clock.GetUtcNow(), actor, action, KeyId, "", detail, "", 1)]);

    private static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}
