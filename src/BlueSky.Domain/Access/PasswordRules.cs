using BlueSky.Decisions;

namespace BlueSky.Access;

/// <summary>
/// What a password must be (OWASP ASVS 4.0.3, 2.1): long rather than ornate. No rule on kinds of characters, no regular change.
/// </summary>
public static class PasswordRules
{
    /// <summary>Shortest length in characters.</summary>
    public const int Shortest = 12;

    /// <summary>Longest length in characters.</summary>
    public const int Longest = 128;

    private const int FewestDifferent = 5;

    // Openings of what people choose first where twelve characters are asked; whatever begins with one is refused.
    private static readonly string[] Guessed =
    [
        "password", "passw0rd", "p@ssw0rd", "qwerty", "qwer1234", "1qaz2wsx", "123456", "111111", "000000", "abc123", "abcdef", "admin",
        "letmein", "welcome", "iloveyou", "woaini", "lanshan", "linyi", "bluesky", "baohulantian",
    ];

    /// <summary>Why the password is not taken; null when it is.</summary>
    /// <param name="password">The new password.</param>
    /// <param name="name">Sign-in name, which must not be part of it.</param>
    public static Refusal? Check(string password, string name)
    {
        ArgumentNullException.ThrowIfNull(password);
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (password.Length is < Shortest or > Longest)
        {
            return Refuse("password-length", $"密码须为 {Shortest}–{Longest} 个字符，可以是一句话。",
                $"A password has {Shortest} to {Longest} characters; a sentence is fine.");
        }

        if (password.Contains(name, StringComparison.OrdinalIgnoreCase))
            return Refuse("password-holds-name", "密码不得包含用户名。", "A password must not contain the user name.");
        if (password.Distinct().Count() < FewestDifferent || Guessed.Any(g => password.StartsWith(g, StringComparison.OrdinalIgnoreCase)))
        {
            return Refuse("password-guessed", "密码过于常见，请不要使用常见词、连续数字或重复字符开头。",
                "This is among the first passwords that are tried: begin with another word, and repeat less.");
        }

        return null;
    }

    private static Refusal Refuse(string code, string chinese, string english) => new(code, "password", chinese, english);
}
