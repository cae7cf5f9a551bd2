using BlueSky.Benchmarks;

try
{
    var options = BenchmarkOptions.Read(args);
    if (!options.IsChild) return await Session.Run(options) ? 0 : 1;
    await PartProcess.RunHere(options);
    return 0;
}
catch (FormatException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 2;
}
