using BlueSky.Access;

namespace BlueSky.Tests.Access;

public class PasswordTests
{
    private const int Few = 1_000;

    [Fact]
    public void The_right_password_fits_its_hash_and_another_does_not()
    {
        var stored = PasswordHash.Of("春风又绿江南岸 ok", Few);

        Assert.True(PasswordHash.IsRight("春风又绿江南岸 ok", stored));
        Assert.False(PasswordHash.IsRight("春风又绿江南岸 OK", stored));
        Assert.False(PasswordHash.IsRight("", stored));
    }

    [Fact]
    public void Two_hashes_of_one_password_differ() => Assert.NotEqual(PasswordHash.Of("correct horse", Few), PasswordHash.Of("correct horse", Few));

    [Fact]
    public void A_new_hash_says_its_rounds_and_has_as_many_as_OWASP_asks() =>
        Assert.StartsWith("pbkdf2-sha256$600000$", PasswordHash.Of("correct horse"), StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("plain text")]
    [InlineData("pbkdf2-sha256$0$AAAA$AAAA")]
    [InlineData("pbkdf2-sha256$99999999999$AAAA$AAAA")]
    [InlineData("md5$1$AAAA$AAAA")]
    public void A_text_that_is_no_hash_fits_no_password(string stored) => Assert.False(PasswordHash.IsRight("anything", stored));

    [Theory]
    [InlineData("kurz", "password-length")]
    [InlineData("elevenchars", "password-length")]
    [InlineData("mine is LiSi42 really", "password-holds-name")]
    [InlineData("Password1234!", "password-guessed")]
    [InlineData("lanshan2026!!", "password-guessed")]
    [InlineData("aaaaaaaaaaaaaaab", "password-guessed")]
    public void A_weak_password_is_refused_with_its_reason(string password, string reason) =>
        Assert.Equal(reason, PasswordRules.Check(password, "lisi42")?.Code);

    [Theory]
    [InlineData("twelve chars")]
    [InlineData("两岸猿声啼不住，轻舟已过万重山")]
    public void A_sentence_is_a_password(string password) => Assert.Null(PasswordRules.Check(password, "lisi42"));

    [Fact]
    public void A_password_has_a_longest_length() =>
        Assert.Equal("password-length", PasswordRules.Check(new string('x', 100) + "abcdefghijklmnopqrstuvwxyz0123", "lisi")?.Code);
}
