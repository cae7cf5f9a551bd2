using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using BlueSky.Audit;
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
}

/// <summary>One API key.</summary>
internal sealed class ApiKeyGrain(
    [PersistentState("api-key")] IPersistentState<ApiKeyState> state, IPublication publication, TimeProvider clock) : Grain, IApiKeyGrain
{
    private string KeyId => this.GetPrimaryKeyString();

    public async Task<string> Create(string name, Scopes scopes, DateTimeOffset? expiresAt, string actor)
    {
        if (state.RecordExists) throw new RefusedException("key-exists", "id", $"密钥 {KeyId} 已存在，请换一个编号。Key {KeyId} exists; choose another id.");
        if (KeyId.Length is 0 or > 32 || !KeyId.All(char.IsAsciiLetterOrDigit))
            throw new RefusedException("bad-key-id", "id", "编号须为 1–32 个字母或数字。The id must be 1-32 ASCII letters or digits.");
        if (string.IsNullOrWhiteSpace(name))
            throw new RefusedException("no-name", "name", "请填写密钥所有者。Give the owner's name, for the audit log.");
        if (expiresAt <= clock.GetUtcNow())
            throw new RefusedException("already-expired", "expiresAt", "到期时间已过。The expiry must lie in the future.");

        var secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        state.State = new ApiKeyState { Name = name, Scopes = scopes, SecretHash = Hash(secret), ExpiresAt = expiresAt };
        await state.Write();
        await Audit(actor, "key.created", $"{name}: {scopes}");
        return $"bsk_{KeyId}_{secret}";
    }

    public Task<bool> Exists() => Task.FromResult(state.RecordExists);

    public Task<KeyHolder?> Verify(string secret)
    {
        var key = state.State;
        var isRight = CryptographicOperations.FixedTimeEquals(Hash(secret), key.SecretHash);
        var isLive = state.RecordExists && key.RevokedAt is null && !(key.ExpiresAt <= clock.GetUtcNow());
        return Task.FromResult(isRight && isLive ? new KeyHolder(KeyId, key.Name, key.Scopes, key.ExpiresAt) : null);
    }

    public async Task Revoke(string actor)
    {
        if (!state.RecordExists || state.State.RevokedAt is not null) return;
        state.State.RevokedAt = clock.GetUtcNow();
        await state.Write();
        await Audit(actor, "key.revoked", state.State.Name);
    }

    private Task Audit(string actor, string action, string detail) =>
        publication.Append([new AuditEntry(clock.GetUtcNow(), actor, action, KeyId, "", detail, "", 1)]);

    private static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}
