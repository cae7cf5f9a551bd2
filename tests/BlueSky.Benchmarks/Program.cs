using BlueSky.Benchmarks;

try
{
    var options = BenchmarkOptions.Read(args);
    if (options.IsChild) await PartProcess.RunHere(options);
    else await Session.Run(options);
    return 0;
}
catch (FormatException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 2;
}
